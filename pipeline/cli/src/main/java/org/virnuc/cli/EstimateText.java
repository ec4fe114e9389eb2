package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.estimate.RunEstimate;
import org.virnuc.pipeline.estimate.RunEstimate.Range;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.Figures;
import org.virnuc.telemetry.report.Table;

/** Formats the result of a dry run for standard output. */
final class EstimateText {
    private static final String SCHEMA = "virnuc-estimate/1";
    private static final int THREE_PLACES = 1000;
    private static final double MINUTE = 60;

    private final RunEstimate estimate;
    private final Map<String, RunEstimate> samples;
    private final Redactor redactor;

    /**
     * Creates the text of an estimate.
     *
     * @param samples estimates of samples by name; empty without a sample sheet
     */
    EstimateText(RunEstimate estimate, Map<String, RunEstimate> samples, Redactor redactor) {
        this.estimate = estimate;
        this.samples = samples;
        this.redactor = redactor;
    }

    /** A page of text for users. */
    String page() {
        StringBuilder page = new StringBuilder();
        line(page, "Dry run", "what a fresh run takes; nothing was written");
        Map<String, Long> counts = estimate.counts();
        line(
                page,
                "Input",
                counted(counts, "record") + ", " + counted(counts, "base") + ", " + counted(counts, "chunk") + " ("
                        + count(counts, "chunks_without_frame") + " without a frame)");
        line(
                page,
                "Frames",
                count(counts, "frames") + "; different ones, which are computed: "
                        + count(counts, "different_nucleotide_frames") + " nucleotide, "
                        + count(counts, "different_protein_frames") + " protein");
        for (RunEstimate.StageEstimate stage : estimate.stages()) {
            Range tokens = stage.tokens();
            if (tokens != null) {
                line(page, "Tokens", stage.id() + " " + tokens(tokens));
            }
        }
        line(
                page,
                "Time",
                time(estimate.seconds()) + " on " + devices(estimate.devices()) + " in " + estimate.precision());
        Long memory = estimate.peakMemoryBytes();
        if (memory != null) {
            line(page, "Memory", "about " + Figures.bytes(memory) + " at most, of the whole process");
        }
        cost(page, estimate);
        List<String> notCounted = notCounted(estimate);
        if (!notCounted.isEmpty()) {
            line(
                    page,
                    "Not counted",
                    String.join(", ", notCounted) + ": how much there is to do is not known beforehand");
        }
        line(
                page,
                "Measured",
                "the stages before the encoders on all of the input, the others on " + Figures.count(estimate.sample())
                        + " of its chunks");
        page.append('\n').append(stages(estimate).text());
        if (!samples.isEmpty()) {
            page.append('\n').append(sampleTable().text());
        }
        return redactor.text(page.toString().stripTrailing());
    }

    /** One JSON document for programs. */
    String json() {
        List<Object> stages = new ArrayList<>();
        for (RunEstimate.StageEstimate stage : estimate.stages()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", stage.id());
            row.put("seconds", range(stage.seconds()));
            Range tokens = stage.tokens();
            row.put("tokens", tokens == null ? null : wholeRange(tokens));
            stages.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("counts", estimate.counts());
        document.put("seconds", range(estimate.seconds()));
        Map<String, String> devices = new LinkedHashMap<>();
        estimate.devices().forEach((name, type) -> devices.put(redactor.text(name), redactor.text(type)));
        document.put("devices", devices);
        document.put("precision", estimate.precision());
        document.put("peak_memory_bytes", estimate.peakMemoryBytes());
        document.put("cost", costBand(estimate));
        document.put("currency", estimate.payment().currency());
        document.put("prices", prices());
        document.put("prices_estimated", redacted(estimate.payment().estimated()));
        document.put("not_priced", redacted(estimate.payment().notPriced()));
        document.put("chunks_sampled", estimate.sample());
        document.put("stages", stages);
        document.put("not_counted", notCounted(estimate));
        if (!samples.isEmpty()) {
            document.put("samples", sampleRows());
        }
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts and names are always JSON", e);
        }
    }

    private List<Object> sampleRows() {
        List<Object> rows = new ArrayList<>();
        samples.forEach((name, sample) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("sample", redactor.id(name));
            row.put("counts", sample.counts());
            row.put("seconds", range(sample.seconds()));
            row.put("tokens", wholeRange(sample.tokens()));
            row.put("cost", costBand(sample));
            rows.add(row);
        });
        return rows;
    }

    private static @Nullable Map<String, BigDecimal> costBand(RunEstimate estimate) {
        RunEstimate.Cost cost = estimate.payment().cost();
        return cost == null ? null : ordered(cost.low(), cost.expected(), cost.high());
    }

    private Table sampleTable() {
        Table table = new Table(1, List.of("Sample", "expected", "from", "to", "Tokens", "Cost"));
        samples.forEach((name, sample) -> {
            Range seconds = sample.seconds();
            RunEstimate.Cost cost = sample.payment().cost();
            table.add(List.of(
                    redactor.id(name),
                    Figures.seconds(seconds.expected()),
                    Figures.seconds(seconds.low()),
                    Figures.seconds(seconds.high()),
                    Figures.count(Math.round(sample.tokens().expected())),
                    cost == null
                            ? "-"
                            : Figures.money(cost.expected(), sample.payment().currency())));
        });
        return table;
    }

    private static List<String> notCounted(RunEstimate estimate) {
        return estimate.notCounted().stream().map(StageId::word).toList();
    }

    private static void cost(StringBuilder page, RunEstimate estimate) {
        String currency = estimate.payment().currency();
        RunEstimate.Cost cost = estimate.payment().cost();
        if (cost != null) {
            line(
                    page,
                    "Cost",
                    Figures.money(cost.expected(), currency) + " (" + Figures.money(cost.low()) + " to "
                            + Figures.money(cost.high()) + ")");
        }
        for (RunEstimate.Price price : estimate.payment().prices()) {
            String hour = price.device() + " at " + Figures.money(price.perHour(), currency) + " an hour";
            Double speed = price.breakEvenSpeed();
            if (price.used()) {
                line(page, "", hour + ": this estimate");
            } else if (speed != null) {
                line(page, "", hour + ": the same where it is " + Figures.times(speed) + " as fast, less where faster");
            }
        }
        note(
                page,
                "prices that are stand-ins or out of date: ",
                estimate.payment().estimated());
        note(page, "left out, without a price: ", estimate.payment().notPriced());
    }

    private static void note(StringBuilder page, String text, List<String> names) {
        if (!names.isEmpty()) {
            line(page, "", text + String.join(", ", names));
        }
    }

    private static Table stages(RunEstimate estimate) {
        Table table = new Table(1, List.of("Stage", "expected", "from", "to"));
        for (RunEstimate.StageEstimate stage : estimate.stages()) {
            Range seconds = stage.seconds();
            table.add(List.of(
                    stage.id(),
                    Figures.seconds(seconds.expected()),
                    Figures.seconds(seconds.low()),
                    Figures.seconds(seconds.high())));
        }
        return table;
    }

    private static String tokens(Range tokens) {
        String expected = Figures.count(Math.round(tokens.expected()));
        return tokens.low() == tokens.high()
                ? expected
                : "about " + expected + " (+/- " + Figures.percent(tokens.high() / tokens.expected() - 1) + ")";
    }

    private static String time(Range seconds) {
        String minutes = seconds.expected() < MINUTE ? "" : " = " + Figures.clock(Math.round(seconds.expected()));
        return Figures.seconds(seconds.expected()) + minutes + " (" + Figures.seconds(seconds.low()) + " to "
                + Figures.seconds(seconds.high()) + ")";
    }

    private static String devices(Map<String, String> devices) {
        List<String> names = new ArrayList<>();
        devices.forEach((name, type) -> names.add(name.equals(type) ? name : name + " (" + type + ")"));
        return String.join(", ", names);
    }

    private List<String> redacted(List<String> names) {
        return names.stream().map(redactor::text).toList();
    }

    private List<Object> prices() {
        List<Object> prices = new ArrayList<>();
        for (RunEstimate.Price price : estimate.payment().prices()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("device", redactor.text(price.device()));
            row.put("per_hour", price.perHour());
            row.put("used", price.used());
            row.put("break_even_speed", price.breakEvenSpeed() == null ? null : rounded(price.breakEvenSpeed()));
            prices.add(row);
        }
        return prices;
    }

    private static Map<String, Double> range(Range range) {
        return ordered(rounded(range.low()), rounded(range.expected()), rounded(range.high()));
    }

    private static Map<String, Long> wholeRange(Range range) {
        return ordered(Math.round(range.low()), Math.round(range.expected()), Math.round(range.high()));
    }

    private static <T> Map<String, T> ordered(T low, T expected, T high) {
        Map<String, T> values = new LinkedHashMap<>();
        values.put("low", low);
        values.put("expected", expected);
        values.put("high", high);
        return values;
    }

    private static double rounded(double value) {
        return Math.round(value * THREE_PLACES) / (double) THREE_PLACES;
    }

    private static String count(Map<String, Long> counts, String name) {
        return Figures.count(counts.getOrDefault(name, 0L));
    }

    /** The count of {@code what}, whose key is its plural. */
    private static String counted(Map<String, Long> counts, String what) {
        return Figures.counted(counts.getOrDefault(what + "s", 0L), what);
    }

    private static void line(StringBuilder page, String label, String text) {
        page.append(String.format(Locale.ROOT, "%-12s %s%n", label, text));
    }
}
