package org.virnuc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.RunSummary;
import org.virnuc.telemetry.RunReport;

/**
 * Content of the files for MultiQC: a bar of records by verdict, columns of its general statistics, and versions.
 * MultiQC reads one plot per file, so there are three files, and two more for a run with reads. It merges runs by the
 * ids in the files and separates them by the name of the sample. All descriptions are the same in every run, because
 * MultiQC uses those of the last file.
 */
public final class MultiqcFiles {
    public static final String BAR_FILE = "virnuc_mqc.json";
    public static final String STATISTICS_FILE = "virnuc_stats_mqc.json";
    public static final String VERSIONS_FILE = "virnuc_mqc_versions.yml";

    /** The files that only runs with reads have. */
    public static final String READS_BAR_FILE = "virnuc_reads_mqc.json";

    public static final String READS_STATISTICS_FILE = "virnuc_reads_stats_mqc.json";

    private static final String NAME = "VirNuc";
    private static final double PERCENT = 100;
    private static final int HASH_CHARS = 12;
    private static final String WHOLE = "{:,.0f}";
    private static final String SHARE = "{:,.1f}";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private MultiqcFiles() {}

    /** The names of all files. */
    public static List<String> fileNames() {
        return List.of(BAR_FILE, STATISTICS_FILE, VERSIONS_FILE, READS_BAR_FILE, READS_STATISTICS_FILE);
    }

    /** Content of {@link #BAR_FILE}. */
    public static String bar(String sample, RunSummary summary) {
        return text(JSON, barOf(sample, summary)) + "\n";
    }

    /** Content of {@link #STATISTICS_FILE}. */
    public static String statistics(String sample, RunSummary summary) {
        return text(JSON, statisticsOf("virnuc_stats", sample, columns(summary))) + "\n";
    }

    /** Content of {@link #READS_BAR_FILE}. */
    public static String readsBar(String sample, CalledReadCounts reads) {
        return text(JSON, readsBarOf(sample, reads)) + "\n";
    }

    /** Content of {@link #READS_STATISTICS_FILE}. */
    public static String readsStatistics(String sample, CalledReadCounts reads) {
        return text(JSON, statisticsOf("virnuc_reads_stats", sample, readColumns(reads))) + "\n";
    }

    /** Content of {@link #VERSIONS_FILE}. */
    public static String versions(RunReport report) {
        return text(YAML, versionsOf(report));
    }

    private static String text(ObjectMapper mapper, Map<String, Object> content) {
        try {
            return mapper.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts and names can always be written", e);
        }
    }

    private static Map<String, Object> barOf(String sample, RunSummary summary) {
        List<Part> parts = new ArrayList<>();
        for (RecordVerdict verdict : summary.verdicts()) {
            parts.add(new Part(verdict.word(), verdict.word(), Shade.of(verdict), summary.count(verdict)));
        }
        return barOf(
                new Plot(
                        "virnuc_records",
                        "Calls",
                        "Records by call, as in contig_calls.tsv; unscored ones have no scored chunk, or are too short to be called.",
                        "Records"),
                sample,
                parts);
    }

    private static Map<String, Object> readsBarOf(String sample, CalledReadCounts reads) {
        return barOf(
                new Plot(
                        "virnuc_reads",
                        "Reads",
                        "Reads of an alignment by the call of the record that they lie on; without a call are those that lie on none, or "
                                + "on one that has none.",
                        "Reads"),
                sample,
                List.of(
                        new Part("viral", "virus", Shade.VIRUS, reads.viral()),
                        new Part("host", "others", Shade.OTHERS, reads.host()),
                        new Part("neither", "ambiguous or unscored", Shade.CHUNKS, reads.neither()),
                        new Part("no_call", "no call", Shade.UNSCORED, reads.withoutCall())));
    }

    /** The description of a plot. */
    private record Plot(String id, String section, String description, String unit) {}

    /** A part of a bar with its value for this run. */
    private record Part(String id, String name, Shade shade, long count) {}

    private static Map<String, Object> barOf(Plot described, String sample, List<Part> parts) {
        Map<String, Object> categories = new LinkedHashMap<>();
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Part part : parts) {
            categories.put(
                    part.id(),
                    ordered("name", part.name(), "color", part.shade().colour()));
            counts.put(part.id(), part.count());
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("id", described.id());
        file.put("parent_id", "virnuc");
        file.put("parent_name", NAME);
        file.put("parent_description", "finds viral sequences in sequencing data.");
        file.put("section_name", described.section());
        file.put("description", described.description());
        file.put("plot_type", "bargraph");
        Map<String, Object> plot = ordered("id", described.id() + "_plot", "title", "VirNuc: " + described.section());
        plot.put("ylab", described.unit());
        file.put("pconfig", plot);
        file.put("categories", categories);
        file.put("data", Map.of(sample, counts));
        return file;
    }

    /** A map of two entries in this order, so that the same run writes the same bytes. */
    private static Map<String, Object> ordered(String first, Object one, String second, Object other) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put(first, one);
        both.put(second, other);
        return both;
    }

    private static Map<String, Object> statisticsOf(String id, String sample, List<Column> columns) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> headers = new LinkedHashMap<>();
        for (Column column : columns) {
            values.put(column.id(), column.value());
            headers.put(column.id(), column.header());
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("id", id);
        file.put("plot_type", "generalstats");
        file.put("namespace", NAME);
        file.put("headers", headers);
        file.put("data", Map.of(sample, values));
        return file;
    }

    /** A column of the general statistics with its value for this run. */
    private record Column(String id, String title, Number value, String format, boolean hidden, String description) {
        Map<String, Object> header() {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("title", title);
            header.put("description", description);
            header.put("format", format);
            header.put("hidden", hidden);
            header.put("min", 0);
            if (title.startsWith("%")) {
                header.put("max", PERCENT);
                header.put("suffix", "%");
            }
            return header;
        }
    }

    private static List<Column> columns(RunSummary summary) {
        String whole = WHOLE;
        String share = SHARE;
        long virus = summary.count(RecordVerdict.VIRUS);
        long unscored = summary.count(RecordVerdict.UNSCORED);
        return List.of(
                new Column("records", "Records", summary.records(), whole, false, "Records of the input"),
                new Column("records_virus", "Virus", virus, whole, false, "Records called virus"),
                new Column(
                        "percent_virus",
                        "% Virus",
                        percent(virus, summary.records()),
                        share,
                        false,
                        "Records called virus, of all records"),
                new Column(
                        "percent_unscored",
                        "% Unscored",
                        percent(unscored, summary.records()),
                        share,
                        false,
                        "Records that are not called, of all records; nothing is known of them"),
                new Column(
                        "percent_bases_scored",
                        "% Bases scored",
                        percent(summary.basesScored(), summary.bases()),
                        share,
                        false,
                        "Bases that lie in scored chunks, of all bases"),
                new Column("regions", "Regions", summary.regions(), whole, false, "Viral regions within records"),
                new Column("bases", "Bases", summary.bases(), whole, true, "Bases of the input"),
                new Column(
                        "bases_in_regions",
                        "Viral bases",
                        summary.basesInRegions(),
                        whole,
                        true,
                        "Bases in viral regions"));
    }

    private static List<Column> readColumns(CalledReadCounts reads) {
        return List.of(
                new Column("reads", "Reads", reads.all(), WHOLE, false, "Reads of the alignment"),
                new Column("reads_viral", "Viral reads", reads.viral(), WHOLE, false, "Reads on records called virus"),
                new Column(
                        "percent_reads_viral",
                        "% Viral reads",
                        percent(reads.viral(), reads.all()),
                        SHARE,
                        false,
                        "Reads on records called virus, of all reads"),
                new Column(
                        "percent_reads_without_call",
                        "% Reads without a call",
                        percent(reads.withoutCall(), reads.all()),
                        SHARE,
                        true,
                        "Reads that lie on no record, or on one without a call; nothing is known of them"));
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : part * PERCENT / whole;
    }

    /** A model's version is the hash of its weights; its name is part of the key, for runs with several models. */
    private static Map<String, Object> versionsOf(RunReport report) {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put(NAME, report.version());
        Map<String, String> environment = report.environment();
        for (String role : List.of("dna", "protein", "head")) {
            String hash = environment.getOrDefault("model_" + role + "_sha256", "unknown");
            versions.put(
                    role + " model " + environment.getOrDefault("model_" + role, "unknown"),
                    "SHA-256 " + hash.substring(0, Math.min(HASH_CHARS, hash.length())));
        }
        return Map.of(NAME, versions);
    }
}
