package org.virnuc.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.calling.ConfidenceSummary;
import org.virnuc.calling.Region;
import org.virnuc.calling.RunSummary;
import org.virnuc.calling.confidence.Reliability;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;

/** Reports for tests. */
final class Pages {
    static final String EVIL = "</script><img src=x onerror=\"document.title='run'\"><b a='";

    private Pages() {}

    /** A summary of many records, of which those with the longest ids that there can be are kept. */
    static RunSummary summary(String id, int rows) {
        List<RunSummary.Row> records = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            records.add(new RunSummary.Row(
                    i, id + i, 100_000L - i, "virus", "virus", "high", 0, 900 - i % 7, 200, 150, 75_000, 60, 30_000));
        }
        List<RunSummary.Track> tracks = new ArrayList<>();
        for (int i = 0; i < Math.min(rows, RunSummary.TRACKS); i++) {
            tracks.add(new RunSummary.Track(records.get(i), regions(), bins()));
        }
        Map<String, List<Long>> scores = Map.of("virus", counts(RunSummary.SCORE_BINS), "others", counts(20));
        Map<String, List<Long>> lengths = Map.of("virus", counts(31), "others", counts(31), "unscored", counts(31));
        Map<String, Map<String, Long>> tiers = Map.of(
                "virus", tiers(900_000, 0, 1, 0, 0),
                "others", tiers(0, 99_998, 0, 0, 0),
                "unscored", tiers(0, 0, 0, 0, 1));
        Map<String, Long> unscored = Map.of("no-open-frame", 600L, "too-short", 1L, "ambiguous", 0L);
        return RunSummary.builder(trust(true))
                .chunkLength(500)
                .records(1_000_000)
                .bases(1000)
                .basesScored(399)
                .basesUnscored(unscored)
                .regions(3)
                .basesInRegions(30)
                .hosts(1)
                .fewChunks(2)
                .minLength(300)
                .shortRecords(1)
                .tiers(tiers)
                .lengths(lengths)
                .scores(scores)
                .coverage(counts(11))
                .rows(records)
                .tracks(tracks)
                .build();
    }

    private static Map<String, Long> tiers(long high, long medium, long low, long ambiguous, long unscored) {
        Map<String, Long> tiers = new LinkedHashMap<>();
        tiers.put("high", high);
        tiers.put("medium", medium);
        tiers.put("low", low);
        tiers.put("ambiguous", ambiguous);
        tiers.put("unscored", unscored);
        return tiers;
    }

    /** Of a run with every part of it, or with none. */
    static ConfidenceSummary trust(boolean known) {
        List<Reliability.Bin> bins =
                known ? List.of(new Reliability.Bin(0.15, 0.1, 20), new Reliability.Bin(0.9, 0.95, 7)) : List.of();
        return new ConfidenceSummary(
                known,
                known ? "`maxFalse` 0.05" : "",
                0.5,
                990_000,
                known,
                0.031,
                counts(ConfidenceSummary.BINS),
                12,
                known,
                known
                        ? List.of(
                                new ConfidenceSummary.Fallback("stretches", 7, 300, 1),
                                new ConfidenceSummary.Fallback("dna-only", 4, 200, 3))
                        : List.of(),
                bins,
                bins);
    }

    static String page(RunSummary summary, String model, boolean timed) {
        return HtmlReport.render(summary, report(), facts(model, Map.of("chunks", 3L), timed));
    }

    static ReportFacts facts(String model, Map<String, Long> outcome, boolean timed) {
        List<String> files = List.of("sequences.tsv", "reads_viral.bam");
        List<ReportSection> sections = outcome.containsKey("reads") ? List.of(ReportSection.reads()) : List.of();
        Map<Long, RecordConfidence> confidence = Map.of(1L, new RecordConfidence("0.8810", "0.0312", "no"));
        return new ReportFacts(
                "lake<7>",
                List.of("in<put>.fa"),
                model,
                "bf16",
                files,
                "--max-fdr 0.05",
                outcome,
                timed,
                confidence,
                sections);
    }

    /** What a run with reads counts of them. */
    static Map<String, Long> reads() {
        return Map.of(
                "reads",
                1000L,
                "reads_labelled",
                900L,
                "reads_unmapped",
                60L,
                "reads_contig_not_called",
                40L,
                "viral_reads",
                250L,
                "host_reads",
                600L,
                "secondary_alignments_left_out",
                7L,
                "supplementary_alignments_left_out",
                1L);
    }

    /** What is the program's own and the user's of a page: all but the charting library. */
    static String own(String page) {
        String library = Page.library();
        int at = page.indexOf(library);
        if (at < 0) {
            throw new IllegalArgumentException("the page has no charting library");
        }
        return page.substring(0, at) + page.substring(at + library.length());
    }

    static RunReport report() {
        RunInfo info = new RunInfo("run-1", "virnuc predict '<x>'", "0.1.0", Map.of("model_dna", "dna<1>"));
        try (PipelineTelemetry telemetry = PipelineTelemetry.builder(info).start()) {
            Map<String, Number> reuse = Map.of("duplicate_share", 0.25, "cache_hit_share", 0.5);
            telemetry.endStage(telemetry.startStage("dnabert-s", 10), new StageFigures(10L, 10L, Map.of()));
            telemetry.endStage(telemetry.startStage("esm-2", 10), new StageFigures(10L, 10L, reuse));
            return telemetry.finish(RunStatus.DONE, null);
        }
    }

    private static List<Long> counts(int bins) {
        return Collections.nCopies(bins, 100_000L);
    }

    private static List<Region> regions() {
        return Collections.nCopies(RunSummary.TRACK_REGIONS, new Region(10_000, 20_000, 20, 0.9));
    }

    private static List<RunSummary.Bin> bins() {
        return Collections.nCopies(RunSummary.TRACK_BINS, new RunSummary.Bin(500, 1000, 1, 700));
    }
}
