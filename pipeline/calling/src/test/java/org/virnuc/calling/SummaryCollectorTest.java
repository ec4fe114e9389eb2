package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.Confidence;

/** Sums that add up, and a size that does not grow. */
class SummaryCollectorTest {
    private static final List<Region> NONE = List.of();

    private static final ResultOptions OPTIONS = ResultOptions.DEFAULT.from(100);

    private final SummaryCollector collector =
            new SummaryCollector(OPTIONS, new ConfidenceCollector(Confidence.NONE, List.of()));

    @Test
    void sumsAreThoseOfAllRecords() {
        add(Records.of("VVVVV"), RecordVerdict.VIRUS, List.of(new Region(0, 500, 5, 0.95)));
        add(Records.of("V"), RecordVerdict.VIRUS, NONE);
        add(Records.of("HHHHnV"), RecordVerdict.OTHERS, List.of(new Region(500, 600, 1, 0.95)));
        add(Records.of("nns"), RecordVerdict.UNSCORED, NONE);
        RunSummary summary = collector.summary(Map.of("no-open-frame", 300L));

        assertThat(summary.records()).isEqualTo(4);
        assertThat(summary.bases()).isEqualTo(1500);
        assertThat(summary.basesScored()).isEqualTo(500 + 100 + 500);
        assertThat(summary.basesUnscored()).containsEntry("no-open-frame", 300L).containsEntry("ambiguous", 0L);
        assertThat(summary.regions()).isEqualTo(2);
        assertThat(summary.basesInRegions()).isEqualTo(600);
        assertThat(summary.hosts()).isEqualTo(1);
        assertThat(summary.fewChunks()).isEqualTo(1);
        assertThat(summary.count(RecordVerdict.VIRUS)).isEqualTo(2);
        assertThat(summary.tiers().get("virus")).containsEntry("high", 1L).containsEntry("medium", 1L);
        assertThat(summary.tiers().get("unscored")).containsEntry("unscored", 1L);
        assertThat(summary.scores().get("virus")).hasSize(20).endsWith(7L);
        assertThat(summary.scores().getOrDefault("others", List.of()).get(2)).isEqualTo(4);
        assertThat(sum(summary.coverage())).isEqualTo(4);
        assertThat(summary.coverage()).hasSize(11).startsWith(1L).endsWith(2L);
        assertThat(summary.lengths().getOrDefault("virus", List.of()).get(6))
                .as("100 to 199")
                .isEqualTo(1);
        assertThat(summary.lengths().getOrDefault("virus", List.of()).get(8))
                .as("500 to 999")
                .isEqualTo(1);
    }

    @Test
    void viralRecordsComeFirstAndTheRestIsLeftOut() {
        for (int i = 0; i < 3000; i++) {
            add(Records.of("H"), RecordVerdict.OTHERS, NONE);
        }
        add(Records.of("HHVVHHHH"), RecordVerdict.OTHERS, List.of(new Region(200, 400, 2, 0.95)));
        add(Records.of("VVV"), RecordVerdict.VIRUS, List.of(new Region(0, 300, 3, 0.95)));
        add(Records.of("nnnnnnnnnnnn"), RecordVerdict.UNSCORED, NONE);
        add(Records.of("HHHH"), RecordVerdict.OTHERS, NONE);
        RunSummary summary = collector.summary(Map.of());

        assertThat(summary.rows()).hasSize(RunSummary.ROWS);
        assertThat(summary.rows().subList(0, 4))
                .extracting(RunSummary.Row::length)
                .containsExactly(300L, 800L, 400L, 100L);
        assertThat(summary.rows()).noneMatch(row -> row.verdict().equals("unscored"));
        assertThat(summary.tracks()).hasSize(3);
    }

    @Test
    void aTrackIsBoundedAndKeepsItsPlaces() {
        String chunks = "VHn".repeat(1000);
        List<Region> regions = java.util.stream.IntStream.range(0, 60)
                .mapToObj(i -> new Region(i * 300L, i * 300L + 100, 1, 0.95))
                .toList();
        add(Records.of(chunks), RecordVerdict.VIRUS, regions);
        RunSummary.Track track = collector.summary(Map.of()).tracks().get(0);
        assertThat(track.bins()).hasSize(200);
        assertThat(track.bins().get(0)).isEqualTo(new RunSummary.Bin(0, 1500, 10, 525));
        assertThat(track.bins().get(199).end()).isEqualTo(300_000);
        assertThat(track.regions()).hasSize(50);
        assertThat(track.record().regions()).isEqualTo(60);
    }

    @Test
    void theFileIsBoundedForAnyIds(@TempDir Path folder) throws IOException {
        String id = "\u00f0\u009f\u00a6\u00a0".repeat(5000);
        for (int i = 0; i < 2000; i++) {
            add(Records.of(id, 30_000, 100, "VHn".repeat(100)), RecordVerdict.VIRUS, NONE);
        }
        RunSummary summary = collector.summary(Map.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        summary.write(bytes);
        assertThat(bytes.size()).isLessThan(1_500_000);
        Path file = Files.write(folder.resolve("summary.json"), bytes.toByteArray());
        assertThat(RunSummary.read(file)).isEqualTo(summary);
    }

    @Test
    void idsAreReadableText() {
        assertThat(SummaryCollector.readable("plain|id.1")).isEqualTo("plain|id.1");
        assertThat(SummaryCollector.readable(
                        new String("größe".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                .isEqualTo("größe");
        assertThat(SummaryCollector.readable("gr\u00f6\u00dfe")).isEqualTo("größe");
        assertThat(SummaryCollector.readable("x".repeat(120))).hasSize(120).doesNotContain("…");
        assertThat(SummaryCollector.readable("x".repeat(121))).hasSize(120).endsWith("x…");
        String faces = "a" + "🦠".repeat(100);
        String cut = SummaryCollector.readable(
                new String(faces.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        assertThat(cut).endsWith("🦠…");
    }

    @Test
    void recordsThatAreTooShortCountAsUnscored() {
        RecordScores record = Records.of("short", 99, 300, "V");
        new Caller(OPTIONS, Confidence.NONE).withhold(record);
        add(record, RecordVerdict.VIRUS, NONE);
        RunSummary summary = collector.summary(Map.of("below-min-length", 99L));
        assertThat(summary.count(RecordVerdict.VIRUS)).isZero();
        assertThat(summary.count(RecordVerdict.UNSCORED)).isEqualTo(1);
        assertThat(summary.shortRecords()).isEqualTo(1);
        assertThat(summary.chunksWithheld()).isEqualTo(1);
        assertThat(summary.basesScored()).isZero();
        assertThat(summary.basesUnscored()).containsEntry("below-min-length", 99L);
        assertThat(summary.rows().get(0).call()).isEqualTo("unscored");
    }

    @Test
    void lengthsAreInStepsOfOneTwoFive() {
        assertThat(RunSummary.lengthFrom(0)).isEqualTo(1);
        assertThat(RunSummary.lengthFrom(8)).isEqualTo(500);
        assertThat(RunSummary.lengthFrom(9)).isEqualTo(1000);
    }

    private void add(RecordScores record, RecordVerdict verdict, List<Region> regions) {
        Evidence evidence = Evidence.of(record);
        collector.add(
                record,
                new SummaryCollector.Finding(
                        new Caller(OPTIONS, Confidence.NONE).call(record, evidence, verdict),
                        evidence,
                        record.scoredBases()),
                regions);
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
