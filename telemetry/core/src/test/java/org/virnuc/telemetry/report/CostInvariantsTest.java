package org.virnuc.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;

/** A priced run of 0.1104: 0.1 for the device, 0.0104 for calls. */
class CostInvariantsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    CostInvariantsTest(@TempDir Path folder) {
        this.file = folder.resolve("telemetry.json");
    }

    @Test
    void whatARunWritesAddsUp() throws IOException {
        assertThat(changed(run -> {})).isEmpty();
    }

    @Test
    void theTotalIsTheRuns() throws IOException {
        assertThat(changed(run -> object(run, "/totals").put("cost", "0.1105")))
                .containsExactly("$.totals.cost: 0.1105 is not costs.total.cost, 0.1104");
        assertThat(changed(run -> object(run, "/totals").putNull("cost").putNull("currency")))
                .containsExactly(
                        "$.totals.cost: is null, and costs.total is not",
                        "$.totals.currency: is null, and costs.total is not");
    }

    @Test
    void stagesAndOutsideAreTheTotalClassByClass() throws IOException {
        assertThat(changed(
                        run -> object(run, "/costs/outside").put("cost", "0.02").put("idle", "0.02")))
                .containsExactly(
                        "$.costs.total.cost: 0.1104 is not the sum of the stages and outside, 0.1204",
                        "$.costs.total.idle: 0.055 is not the sum of the stages and outside, 0.065");
        assertThat(changed(
                        run -> object(run, "/costs/total").put("load", "0.006").put("idle", "0.054")))
                .containsExactly(
                        "$.costs.total.load: 0.006 is not the sum of the stages and outside, 0.005",
                        "$.costs.total.idle: 0.054 is not the sum of the stages and outside, 0.055");
    }

    @Test
    void classesAreTheCostOfTheirStage() throws IOException {
        assertThat(changed(run -> object(run, "/costs/stages/2/cost").put("cost", "0.07")))
                .containsExactly(
                        "$.costs.stages[2].cost.cost: 0.07 is not the sum of compute, load, idle, retried, wasted, 0.06",
                        "$.costs.total.cost: 0.1104 is not the sum of the stages and outside, 0.1204");
        assertThat(changed(run -> ((ObjectNode) run.at("/costs/stages/1")).putNull("cost")))
                .contains("$.costs.stages[1].cost: is null, and costs.total is not");
        assertThat(changed(run -> object(run, "/costs/stages/1").put("id", "nobody")))
                .containsExactly("$.costs.stages: are [spooling, nobody, esm-2, naming], those of the report are"
                        + " [spooling, chunking, esm-2, naming]");
    }

    @Test
    void callsCostWhatTheirUsageDoes() throws IOException {
        assertThat(changed(run -> object(run, "/costs/stages/2/usage/0").put("cost", "0.039")))
                .containsExactly("$.stages[2].calls.cost: 0.04 is not the sum over costs.stages[2].usage, 0.039");
    }

    @Test
    void whatIsNotPricedHasNoCosts() throws IOException {
        assertThat(changed(run -> object(run, "/costs").putNull("total")))
                .containsExactly(
                        "$.pricing: is set, and costs.total is null",
                        "$.costs.outside: is set, and costs.total is null",
                        "$.costs.stages[0].cost: is set, and costs.total is null",
                        "$.costs.stages[1].cost: is set, and costs.total is null",
                        "$.costs.stages[2].cost: is set, and costs.total is null",
                        "$.costs.stages[3].cost: is set, and costs.total is null");
    }

    @Test
    void savingsAndOvershootFollow() throws IOException {
        assertThat(changed(run -> object(run, "/costs").put("saved", "0.2")))
                .containsExactly("$.costs.saved: 0.2 is not the sum over the stages' original.cost, 0.25");
        assertThat(changed(run -> object(run, "/costs/cap").put("overshoot", "0")))
                .containsExactly("$.costs.cap.overshoot: 0 is not spent beyond limit, 0.0104");
    }

    private List<String> changed(Consumer<ObjectNode> change) throws IOException {
        RunReport run = PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null);
        CostReport costs = Objects.requireNonNull(run.costs());
        CostReport.Cap cap = CostReport.Cap.of(new BigDecimal("0.1"), new BigDecimal("0.1104"), false);
        RunReport capped = run.withCosts(run.totals(), run.stages(), run.pricing(), costs.within(null, cap));
        ObjectNode tree = (ObjectNode) MAPPER.readTree(JsonReport.render(capped));
        change.accept(tree);
        Files.writeString(file, tree.toString());
        return ReportCheck.check(file).stream()
                .map(ReportCheck.Violation::toString)
                .toList();
    }

    private static ObjectNode object(ObjectNode run, String pointer) {
        return (ObjectNode) run.at(pointer);
    }
}
