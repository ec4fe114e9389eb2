package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;
import org.virnuc.telemetry.cost.CostMeter;
import org.virnuc.telemetry.cost.PriceSheets;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;
import org.virnuc.telemetry.report.SummaryReport;

/** A pipeline of three stages that measures itself: {@code TranslateRecipes RECIPES DIRECTORY PRICES}. */
public final class TranslateRecipes {
    private static final Logger LOG = LoggerFactory.getLogger(TranslateRecipes.class);

    /** Stands for a model that a provider runs and bills by the token. */
    private static final Map<String, String> PHRASEBOOK =
            Map.of("farine", "flour", "sucre", "sugar", "beurre", "butter", "sel", "salt", "oeufs", "eggs");

    private final PipelineTelemetry telemetry;
    private final List<String> unknown = new ArrayList<>();

    private TranslateRecipes(PipelineTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    public static void main(String[] arguments) throws IOException {
        System.out.print(SummaryReport.render(
                run(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), new StageLog())));
    }

    /** Translates a file of recipes, one per line, and writes the report of the run next to the result. */
    static RunReport run(Path recipes, Path directory, Path prices, TelemetryListener listener) throws IOException {
        Files.createDirectories(directory);
        RunInfo run = RunInfo.of("run-1")
                .command("TranslateRecipes " + recipes)
                .version("1")
                .environment(Map.of("java", System.getProperty("java.version")));
        try (PipelineTelemetry telemetry =
                PipelineTelemetry.builder(run).sinks(listener).start()) {
            telemetry.price(Map.of("cpu", "cpu"), new CostMeter(PriceSheets.read(prices)));
            telemetry.alerts(Alerts.of(List.of("unknown-words>0.2"), List.of("unknown-words")));
            try {
                new TranslateRecipes(telemetry).translateFile(recipes, directory.resolve("recipes.txt"));
                return write(telemetry.finish(RunStatus.DONE, null), directory);
            } catch (IOException | RuntimeException e) {
                write(telemetry.finish(RunStatus.FAILED, e), directory);
                throw e;
            }
        }
    }

    private void translateFile(Path from, Path to) throws IOException {
        // A stage as a block: done when the block returns, failed when it throws.
        List<String> recipes = telemetry.stage("read", span -> {
            List<String> lines = Files.readAllLines(from);
            span.advance(lines.size());
            return lines;
        });

        // A stage with a start and an end. In a try statement it has failed unless it was ended before.
        List<String> translated = new ArrayList<>();
        try (StageSpan span = telemetry.startStage("translate", recipes.size(), "recipes")) {
            for (String recipe : recipes) {
                translated.add(translate(recipe, span));
                span.advance(1);
            }
            span.metric("unknown_words", unknown.size());
            telemetry.endStage(span, StageFigures.of(recipes.size(), translated.size()));
        }
        if (!unknown.isEmpty()) {
            long words = recipes.stream()
                    .mapToLong(recipe -> recipe.split(" ").length)
                    .sum();
            telemetry.guardrail(
                    "translate",
                    new GuardrailHit(
                            "unknown-words",
                            unknown.size() + " of " + words + " words are not in the phrasebook and were kept",
                            unknown.size(),
                            words,
                            unknown));
        }

        telemetry.stage("write", span -> Files.write(to, translated));
        telemetry.outcome("recipes", translated.size());
    }

    /** Calls the model, and reports the call to the stage. */
    private String translate(String recipe, StageSpan span) {
        long start = System.nanoTime();
        String[] words = recipe.split(" ");
        List<String> answer = new ArrayList<>();
        for (String word : words) {
            String translation = PHRASEBOOK.get(word);
            if (translation == null) {
                unknown.add(word);
            }
            answer.add(translation == null ? word : translation);
        }
        span.call(ModelCall.of("phrasebook")
                .provider("acme")
                .device("remote")
                .precision("unknown")
                .promptTokens(words.length)
                .completionTokens(answer.size())
                .items(1)
                .took(System.nanoTime() - start));
        return String.join(" ", answer);
    }

    private static RunReport write(RunReport report, Path directory) throws IOException {
        Files.writeString(directory.resolve("telemetry.json"), JsonReport.render(report));
        Files.writeString(directory.resolve("telemetry.md"), MarkdownReport.render(report));
        return report;
    }

    /** Logs the stages and the events of a run. Called on a thread of its own; the run does not wait for it. */
    static final class StageLog implements TelemetryListener {
        @Override
        public boolean wantsModelCalls() {
            return false;
        }

        @Override
        public void onStageStarted(TelemetryEvent.StageStarted event) {
            LOG.info("{} started", event.stage());
        }

        @Override
        public void onStageEnded(TelemetryEvent.StageEnded event) {
            LOG.info("{} {}", event.report().id(), event.report().status().word());
        }

        @Override
        public void onEventRecorded(TelemetryEvent.EventRecorded event) {
            if (event.event().severity().compareTo(Severity.WARNING) >= 0) {
                LOG.warn("{}", event.event().message());
            } else {
                LOG.info("{}", event.event().message());
            }
        }
    }
}
