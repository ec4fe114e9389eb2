package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.engine.Devices;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.StageReport;

/** All nine stages with both encoders on the first GPU and the head on the CPU. */
@Tag("gpu")
class GpuRunTest {
    private static final DeviceChoice GPU = new DeviceChoice(DeviceChoice.Kind.CUDA, List.of(0));
    private static final String GOLDEN = "/golden/e2e/L500/";
    private static final float TOLERANCE = 1e-4f;

    private final Path out;
    private final Path input = RealRun.resource("/golden/e2e/input.fa");

    GpuRunTest(@TempDir Path folder) {
        this.out = folder.resolve("out");
    }

    /** Without one a test fails here, with the message that a user would read. */
    @BeforeEach
    void thereIsAGpu() {
        assertThat(Devices.resolve(GPU, RealRun.CACHE)).containsExactly("cuda:0");
    }

    @Test
    void labelsAndScoresAreTheOriginals() throws IOException, InterruptedException {
        RealRun.golden(500).on(GPU).run(input, out);
        assertThat(out.resolve("prediction_results_highestscore.csv"))
                .hasSameBinaryContentAs(RealRun.resource(GOLDEN + "prediction_results_highestscore.csv"));
        List<String[]> actual = rows(out.resolve("prediction_results.txt"));
        List<String[]> expected = rows(RealRun.resource(GOLDEN + "prediction_results.txt"));
        assertThat(actual).hasSameSizeAs(expected).hasSizeGreaterThan(30);
        for (int i = 1; i < expected.size(); i++) {
            String[] row = actual.get(i);
            String[] wanted = expected.get(i);
            assertThat(List.of(row[0], row[1])).isEqualTo(List.of(wanted[0], wanted[1]));
            assertThat(Float.parseFloat(row[2])).as(row[0]).isCloseTo(Float.parseFloat(wanted[2]), within(TOLERANCE));
            assertThat(Float.parseFloat(row[3])).as(row[0]).isCloseTo(Float.parseFloat(wanted[3]), within(TOLERANCE));
        }
    }

    /** Telemetry and costs name the GPU, by the type that price sheets use, and no encoder has run elsewhere. */
    @Test
    void telemetryAndCostsNameTheGpu() throws IOException, InterruptedException {
        RunResult run = RealRun.golden(500).on(GPU).run(input, out);
        assertThat(run.report().totals().perModel())
                .hasSize(2)
                .allSatisfy((model, figures) ->
                        assertThat(figures.devices()).as(model).containsExactly("cuda:0"));
        assertThat(Objects.requireNonNull(run.report().costs()).devices())
                .containsOnlyKeys("cuda:0")
                .doesNotContainEntry("cuda:0", "cuda:0");
        for (StageId id : List.of(StageId.DNABERT_S, StageId.ESM_2)) {
            StageReport stage = FakeRun.stage(run.report(), id);
            assertThat(stage.metrics()).containsEntry("compute_lanes", 1L).containsKey("warm_up_seconds");
        }
    }

    /** Where no operator was shared by threads, vectors of the same precision are the same work wherever they were computed. */
    @Test
    void aRunOfTheCpuIsResumedOnAGpuAndComputesNothingAgain() throws IOException, InterruptedException {
        RealRun.golden(500).threads(1).run(input, out);
        RunResult again = RealRun.golden(500).threads(1).on(GPU).run(input, out);
        assertThat(FakeRun.computed(again.report())).isEmpty();
    }

    private static List<String[]> rows(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }
}
