package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.pipeline.run.ChunkSample;
import org.virnuc.pipeline.verify.Agreement;
import org.virnuc.pipeline.verify.Flip;
import org.virnuc.pipeline.verify.LabelCounts;
import org.virnuc.sequences.Quoted;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.Figures;

/** Formats the result of {@code virnuc verify} for standard output. */
final class AgreementText {
    private static final String SCHEMA = "virnuc-agreement/1";
    private static final int FLIPS_SHOWN = 20;
    private static final double PERCENT = 100;

    private final Agreement agreement;
    private final double least;
    private final Redactor redactor;

    /**
     * Creates the text of a comparison.
     *
     * @param least minimum share of chunks with equal labels
     * @param redactor if active, flips are listed by number and without ids
     */
    AgreementText(Agreement agreement, double least, Redactor redactor) {
        this.agreement = agreement;
        this.least = least;
        this.redactor = redactor;
    }

    /** Whether the required share of chunks agrees. */
    private boolean enough() {
        return agreement.chunks().agreement() >= least;
    }

    /** The exit code of the command. */
    ExitCode exitCode() {
        return enough() ? ExitCode.DONE : ExitCode.DISAGREEMENT;
    }

    /** A page of text for users. */
    String page() {
        StringBuilder page = new StringBuilder();
        Agreement.PrecisionTiming reference = agreement.reference();
        Agreement.PrecisionTiming fast = agreement.fast();
        line(page, "Compared", fast.precision() + " as a run has it, with fp32, one sequence a call");
        line(page, "Sample", sample());
        line(page, "Frames", labels(agreement.frames()) + interval(agreement.frames()));
        line(page, "Chunks", labels(agreement.chunks()) + interval(agreement.chunks()));
        line(page, "Records", labels(agreement.records()) + verdicts());
        line(
                page,
                "Scores",
                "differ by " + score(agreement.differences().max()) + " at most, "
                        + score(agreement.differences().mean()) + " in the mean");
        agreement
                .differences()
                .quantiles()
                .forEach((share, value) -> line(
                        page,
                        "",
                        String.format(Locale.ROOT, "%.1f", share * PERCENT) + " % of them by no more than "
                                + score(value)));
        line(
                page,
                "Time",
                time(fast) + "; reference " + time(reference)
                        + (fast.seconds() > 0
                                ? ": " + Figures.times(reference.seconds() / fast.seconds()) + " as fast"
                                : ""));
        flips(page, "Chunk flips", agreement.chunkFlips());
        flips(page, "Frame flips", agreement.frameFlips());
        line(
                page,
                "Result",
                (enough() ? "enough: " : "NOT ENOUGH: ")
                        + share(agreement.chunks().agreement()) + " of the chunks have the same label, asked for are "
                        + share(least));
        return page.toString().stripTrailing();
    }

    /** One JSON document for programs. */
    String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("sample_chunks", agreement.sample().chunks());
        document.put("scored_chunks", agreement.sample().scoredChunks());
        document.put("frames", jsonLabels(agreement.frames()));
        document.put("chunks", jsonLabels(agreement.chunks()));
        document.put("records", jsonLabels(agreement.records()));
        Map<String, Object> differences = new LinkedHashMap<>();
        differences.put("max", agreement.differences().max());
        differences.put("mean", agreement.differences().mean());
        Map<String, Object> quantiles = new LinkedHashMap<>();
        agreement.differences().quantiles().forEach((share, value) -> quantiles.put(String.valueOf(share), value));
        differences.put("quantiles", quantiles);
        document.put("score_differences", differences);
        document.put("reference", jsonSetting(agreement.reference()));
        document.put("fast", jsonSetting(agreement.fast()));
        document.put("chunk_flips", jsonFlips(agreement.chunkFlips()));
        document.put("frame_flips", jsonFlips(agreement.frameFlips()));
        document.put("min_agreement", least);
        document.put("enough", enough());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts and names are always JSON", e);
        }
    }

    private String sample() {
        Agreement.SampledChunks sample = agreement.sample();
        return sample.whole()
                ? "all " + Figures.count(sample.chunks()) + " chunks of the input that have an open frame"
                : Figures.count(sample.chunks()) + " of the " + Figures.count(sample.scoredChunks())
                        + " chunks of the input that have an open frame, drawn at random (--sample)";
    }

    private String verdicts() {
        return agreement.sample().whole() ? "" : ", by their chunks in the sample";
    }

    private static String labels(LabelCounts labels) {
        return Figures.count(labels.all() - labels.differing()) + " of " + Figures.count(labels.all())
                + " have the same label, " + share(labels.agreement());
    }

    private String interval(LabelCounts labels) {
        return agreement.sample().whole()
                ? ""
                : " (95 % interval for all: " + share(labels.low()) + " to " + share(labels.high()) + ")";
    }

    private static String time(Agreement.PrecisionTiming setting) {
        return setting.precision() + " " + Figures.seconds(setting.seconds()) + " in both encoders, and "
                + Figures.seconds(setting.loadSeconds()) + " to load them";
    }

    private void flips(StringBuilder page, String label, List<Flip> flips) {
        if (flips.isEmpty()) {
            line(page, label, "none");
            return;
        }
        double farthest = flips.stream().mapToDouble(Flip::margin).max().orElseThrow();
        line(
                page,
                label,
                Figures.count(flips.size()) + ", no score of them farther than " + score(farthest)
                        + " from a tie; scores for virus / others");
        for (Flip flip : flips.subList(0, Math.min(FLIPS_SHOWN, flips.size()))) {
            line(
                    page,
                    "",
                    place(flip) + ": fp32 " + scores(flip.reference()) + ", "
                            + agreement.fast().precision() + " " + scores(flip.fast()));
        }
        if (flips.size() > FLIPS_SHOWN) {
            line(page, "", "and " + Figures.count(flips.size() - FLIPS_SHOWN) + " more; --output-format json has all");
        }
    }

    private String place(Flip flip) {
        ChunkSample.Place place = flip.place();
        return "record " + place.record() + ", chunk " + place.chunk()
                + (flip.frame().isEmpty() ? "" : ", frame " + flip.frame())
                + (redactor.on() ? "" : " (" + Quoted.of(place.id()) + ")");
    }

    private static String scores(Flip.Scores scores) {
        return score(scores.virus()) + " / " + score(scores.others());
    }

    private static Map<String, Object> jsonLabels(LabelCounts labels) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("all", labels.all());
        row.put("differing", labels.differing());
        row.put("agreement", labels.agreement());
        row.put("low", labels.low());
        row.put("high", labels.high());
        return row;
    }

    private static Map<String, Object> jsonSetting(Agreement.PrecisionTiming setting) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("precision", setting.precision());
        row.put("seconds", setting.seconds());
        row.put("load_seconds", setting.loadSeconds());
        return row;
    }

    private List<Object> jsonFlips(List<Flip> flips) {
        return flips.stream().<Object>map(this::jsonFlip).toList();
    }

    private Map<String, Object> jsonFlip(Flip flip) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("record", flip.place().record());
        row.put("chunk", flip.place().chunk());
        if (!redactor.on()) {
            row.put("id", utf8(flip.place().id()));
        }
        if (!flip.frame().isEmpty()) {
            row.put("frame", flip.frame());
        }
        row.put("reference_virus", flip.reference().virus());
        row.put("reference_others", flip.reference().others());
        row.put("fast_virus", flip.fast().virus());
        row.put("fast_others", flip.fast().others());
        return row;
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.3f %%", PERCENT * share);
    }

    private static String score(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }

    /** Decodes an id with one character per byte as UTF-8. */
    private static String utf8(String id) {
        return new String(id.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder page, String label, String text) {
        page.append(String.format(Locale.ROOT, "%-12s %s%n", label, text));
    }
}
