package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.report.HtmlReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.Figures;

/** Formats the result of a finished run for standard output. */
final class ResultText {
    private static final double MILLISECONDS = 1000;

    private ResultText() {}

    /** One line of text for users. Its words are the same for every number, because scripts read it, too. */
    static String line(RunResult result, Redactor redactor) {
        Map<String, Long> counts = result.outcome();
        return String.format(
                Locale.ROOT,
                "%,d records: %s; %,d of %,d chunks scored%s; results in %s",
                counts.get("records"),
                calls(counts),
                counts.get("chunks_scored"),
                counts.get("chunks"),
                fallbacks(counts),
                redactor.path(result.directory().toString()));
    }

    /** Where to look at the results, how long the run took, and which part of it was there before. */
    static String report(RunResult result, Redactor redactor) {
        RunReport run = result.report();
        Path page = result.directory().resolve(HtmlReport.FILE_NAME);
        String took = "done in " + Figures.seconds(run.wallSeconds());
        String report = Files.exists(page) ? "; report: " + redactor.path(page.toString()) : "";
        long skipped = run.stages().stream()
                .filter(stage -> stage.status() == StageStatus.SKIPPED)
                .count();
        String before = skipped == 0
                ? ""
                : "; " + skipped + " of " + run.stages().size()
                        + " stages were done before, and --force computes them again";
        return took + report + before;
    }

    /** How many chunks have another score in place of one of frames, where a run looks for such. */
    private static String fallbacks(Map<String, Long> counts) {
        Long chunks = counts.get("fallbacks");
        return chunks == null ? "" : String.format(Locale.ROOT, ", %,d more by fallback", chunks);
    }

    /** How many records are called what; the rule of viral-ngs also calls some ambiguous. */
    static String calls(Map<String, Long> counts) {
        return Stream.of("virus", "others", "ambiguous", "unscored")
                .filter(call -> counts.containsKey("records_" + call))
                .map(call -> String.format(Locale.ROOT, "%,d %s", counts.get("records_" + call), call))
                .collect(Collectors.joining(", "));
    }

    /** Calls, tokens and cost of every model; the cost is null where nothing is priced. */
    private static Map<String, Object> models(RunReport report) {
        Map<String, Object> models = new LinkedHashMap<>();
        report.totals().perModel().forEach((name, figures) -> {
            Map<String, @Nullable Object> model = new LinkedHashMap<>();
            model.put("calls", figures.calls().count());
            model.put("tokens_prompt", figures.calls().promptTokens());
            model.put("tokens_completion", figures.calls().completionTokens());
            model.put("cost", figures.calls().cost());
            models.put(name, model);
        });
        return models;
    }

    /** One JSON document for programs. */
    static String json(RunResult result, Redactor redactor) {
        RunReport report = result.report();
        Map<String, Object> stages = new LinkedHashMap<>();
        for (StageReport stage : report.stages()) {
            stages.put(
                    stage.id(),
                    Map.of("status", stage.status(), "duration_ms", Math.round(stage.wallSeconds() * MILLISECONDS)));
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("duration_ms", Math.round(report.wallSeconds() * MILLISECONDS));
        metrics.put("cost", report.totals().cost());
        metrics.put("currency", report.totals().currency());
        metrics.put("tokens_total", report.totals().tokens());
        metrics.put("tokens_prompt", report.totals().promptTokens());
        metrics.put("tokens_completion", report.totals().completionTokens());
        metrics.put("models", models(report));
        metrics.put("stages", stages);
        Map<String, Object> found = new LinkedHashMap<>(result.outcome());
        found.put("directory", redactor.path(result.directory().toString()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("result", found);
        document.put("metrics", metrics);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts and names are always JSON", e);
        }
    }
}
