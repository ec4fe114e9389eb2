package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.ScoreError;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.QualityWarnings;
import org.virnuc.models.Precision;
import org.virnuc.pipeline.stages.FrameScore;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.report.JsonReport;

/** What is doubtful about an input, told by the run that finds it and by those that take its stages from checkpoints. */
class QualityWarningRunTest {
    private static final String OPEN = "CG".repeat(60);

    private final Path folder;

    QualityWarningRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void hitsHaveCountsAndFirstExamplesAndAreToldByEveryRun() throws IOException, InterruptedException {
        StringBuilder fasta = new StringBuilder(">same\n" + OPEN + "\n>same\n" + OPEN + "\n>same\n" + OPEN + "\n");
        fasta.append(">stops\n" + "TAATTAATTAA".repeat(20) + "\n>rna\n" + OPEN + "UUU\n");
        // One chunk of six is scored.
        fasta.append(">host\n" + OPEN.repeat(5).substring(0, 500) + "TAATTAATTAA".repeat(250) + "\n");
        FakeRun run = new FakeRun(folder.resolve("run"), Samples.write(folder.resolve("in.fa"), fasta.toString()));
        RunReport first = run.run();
        assertThat(hit(first, "duplicate-ids"))
                .isEqualTo(new GuardrailHit(
                        "duplicate-ids",
                        "2 records with an id that an earlier record has; rows of result files are in input order",
                        2,
                        6L,
                        List.of("same")));
        assertThat(hit(first, "unscored-records").first()).containsExactly("stops");
        assertThat(hit(first, "rna-input").first()).containsExactly("rna");
        assertThat(hit(first, "low-coverage").first()).containsExactly("host");
        assertThat(run.warnings()).anyMatch(line -> line.startsWith("consensus: 2 records with an id"));

        RunReport again = run.run();
        assertThat(FakeRun.skipped(again)).hasSize(9);
        assertThat(hits(again)).isEqualTo(hits(first));
    }

    @Test
    void readsThatAreNotWholeAreToldByEveryRun() throws IOException, InterruptedException {
        String header = "@HD\tVN:1.6\n@SQ\tSN:c\tLN:1000\n";
        String bases = OPEN + "\t*\n";
        Path input = Samples.write(
                folder.resolve("in.sam"),
                header + "cut\t0\tc\t5\t60\t120M3H\t*\t0\t0\t" + bases + "none\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n"
                        + "whole\t0\tc\t5\t60\t120M\t*\t0\t0\t" + bases);
        FakeRun run = new FakeRun(folder.resolve("run"), input);
        RunReport first = run.run();
        assertThat(hit(first, "clipped-reads"))
                .isEqualTo(new GuardrailHit(
                        "clipped-reads",
                        "1 read hard-clipped, whose cut-off bases are not in the file",
                        1,
                        3L,
                        List.of("cut")));
        assertThat(hit(first, "empty-records"))
                .isEqualTo(new GuardrailHit(
                        "empty-records",
                        "1 record without bases; a row of sequences.tsv with the reason empty, and nothing to score",
                        1,
                        3L,
                        List.of("none")));
        assertThat(run.warnings()).contains("chunking: 1 read hard-clipped, whose cut-off bases are not in the file");
        RunReport again = run.run();
        assertThat(FakeRun.skipped(again)).hasSize(9);
        assertThat(hits(again)).isEqualTo(hits(first));
        assertThat(run.warnings()).contains("chunking: 1 read hard-clipped, whose cut-off bases are not in the file");
    }

    @Test
    void cleanInputHasNone() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(
                folder.resolve("run"), Samples.write(folder.resolve("in.fa"), ">a\n" + OPEN.repeat(5) + "\n"));
        assertThat(hits(run.run())).isEmpty();
        assertThat(run.folder(StageId.CONSENSUS).resolve(QualityWarnings.FILE_NAME))
                .doesNotExist();
    }

    @Test
    void recordsShorterThanAChunkAreCountedAndThoseNotCalledToo() throws IOException, InterruptedException {
        String fasta = ">long\n" + OPEN.repeat(5) + "\n>short\n" + OPEN + "\n>middle\n" + OPEN.repeat(3) + "\n";
        FakeRun run = new FakeRun(folder.resolve("run"), Samples.write(folder.resolve("in.fa"), fasta));
        assertThat(hit(run.run(), "short-records"))
                .isEqualTo(new GuardrailHit(
                        "short-records",
                        "2 records shorter than the 500 bases of a chunk, which the model is trained for; their calls are less"
                                + " often right",
                        2,
                        3L,
                        List.of("short", "middle")));
        run.model.answers = run.model.answers.from(300);
        RunReport some = run.run();
        assertThat(FakeRun.computed(some)).containsExactly("consensus");
        assertThat(hit(some, "short-records").message())
                .endsWith("their calls are less often right (1 not called, below `minLength` 300)");
        assertThat(hit(some, "unscored-records").first()).containsExactly("short");
    }

    @Test
    void fewUnscoredRecordsAreANoteAndMostOfThemAWarning() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\n" + OPEN + "\n>b\n" + "TAATTAATTAA".repeat(20) + "\n");
        framesOnly().run(input, folder.resolve("half"));
        assertThat(severity(folder.resolve("half"))).contains(Severity.INFO);
        Files.writeString(input, ">c\n" + "TAATTAATTAA".repeat(20) + "\n", StandardOpenOption.APPEND);
        framesOnly().run(input, folder.resolve("most"));
        assertThat(severity(folder.resolve("most"))).contains(Severity.WARNING);
        assertThat(Files.readString(folder.resolve("most/report.html")))
                .contains("<section id=\"warnings\">", "2 records unscored", "66.7 %", "<td>b, c</td>");
        assertThat(Files.readString(folder.resolve("most/telemetry.md")))
                .contains("| unscored-records | warning |", "| b, c | 2 | 3 (66.7 %) |");
    }

    /** The embedded model without its chunk head, so that chunks without an open frame have no score. */
    private static RealRun framesOnly() {
        return RealRun.mini()
                .writing(ResultOptions.DEFAULT
                        .from(0)
                        .with(new ConfidenceOptions(
                                Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, Fallback.NONE, false)));
    }

    @Test
    void fewRecordsForARateAndRecordsFarFromTheTrainingDataAreToldAgain() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\n" + OPEN.repeat(5) + "\n>b\n" + OPEN + "\n");
        ResultOptions options = ResultOptions.DEFAULT
                .from(0)
                .with(new ConfidenceOptions(
                        Optional.empty(),
                        Selection.parse("default", OptionalDouble.of(0.05)),
                        0.5,
                        Fallback.NONE,
                        false));
        RealRun run = RealRun.mini().writing(options);
        RunReport first = run.run(input, folder.resolve("run")).report();
        assertThat(hit(first, "few-records-for-fdr"))
                .isEqualTo(new GuardrailHit(
                        "few-records-for-fdr",
                        "2 records with a probability: too few for a false discovery rate (100 are needed); instead"
                                + " each record called virus is wrong with at most that probability by itself",
                        2,
                        100L,
                        List.of()));
        List<String> distant = Files.readAllLines(folder.resolve("run/confidence.tsv")).stream()
                .filter(line -> line.endsWith("\tyes"))
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
        assertThat(distant).isNotEmpty();
        assertThat(hit(first, "out-of-distribution").first()).isEqualTo(distant);
        RunReport again = run.run(input, folder.resolve("run")).report();
        assertThat(FakeRun.skipped(again)).hasSize(9);
        assertThat(hits(again)).isEqualTo(hits(first));
    }

    @Test
    void chunksNearATieAreCountedWhereALowerPrecisionMayHaveDecidedThem() throws IOException, InterruptedException {
        FakeRun run =
                new FakeRun(folder.resolve("run"), Samples.write(folder.resolve("in.fa"), Samples.manyFrames(300, 1)));
        RunReport exact = run.run();
        assertThat(hits(exact)).as("fp32").extracting(GuardrailHit::guardrail).containsExactly("short-records");
        run.model.error = new ScoreError("bf16", 0.02, 5_000);
        RunReport first = run.run();
        assertThat(FakeRun.computed(first)).containsExactly("consensus");
        assertThat(run.explained()).anyMatch(line -> line.startsWith("consensus runs: ") && line.contains("near-tie"));
        List<String> near = nearTies(run.folder(StageId.PREDICTION).resolve(FrameScores.FILE_NAME), 0.02);
        assertThat(near).hasSizeBetween(20, 200);
        assertThat(hit(first, "precision-disagreement"))
                .isEqualTo(new GuardrailHit(
                        "precision-disagreement",
                        near.size()
                                + " chunks within 0.02 of a tie, which is how far scores in bf16 may lie from those in"
                                + " fp32; there the labels may be others",
                        near.size(),
                        300L,
                        near.subList(0, 5)));
        RunReport again = run.run();
        assertThat(FakeRun.skipped(again)).hasSize(9);
        assertThat(hits(again)).isEqualTo(hits(first));
    }

    /** The chunks whose best scores differ by no more than twice the error, in the order of the file. */
    private static List<String> nearTies(Path scores, double error) throws IOException {
        Map<String, List<FrameScore>> chunks = Files.readAllLines(scores).stream()
                .skip(1)
                .map(FrameScore::parse)
                .collect(Collectors.groupingBy(FrameScore::chunkId, LinkedHashMap::new, Collectors.toList()));
        return chunks.entrySet().stream()
                .filter(chunk -> {
                    double others = chunk.getValue().stream()
                            .mapToDouble(FrameScore::others)
                            .max()
                            .orElseThrow();
                    double virus = chunk.getValue().stream()
                            .mapToDouble(FrameScore::virus)
                            .max()
                            .orElseThrow();
                    return Math.abs(virus - others) <= 2 * error;
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void ofAModelNobodyHasMeasuredARunSaysSo() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\n" + OPEN.repeat(5) + "\n");
        RunReport unknown = RealRun.golden(500)
                .precision(Precision.BF16)
                .run(input, folder.resolve("golden"))
                .report();
        assertThat(unknown.events())
                .filteredOn(event -> event.eventClass() == EventClass.GUARDRAIL)
                .filteredOn(event -> event.severity() == Severity.INFO)
                .extracting(EventReport::message)
                .contains(
                        "nobody has measured yet how far scores in bf16 lie from those in fp32 with this model, so chunks"
                                + " near a tie are not counted; virnuc verify measures it once for all runs");
        RunReport shipped = RealRun.mini()
                .precision(Precision.BF16)
                .run(input, folder.resolve("mini"))
                .report();
        assertThat(shipped.events()).noneMatch(event -> event.message().contains("nobody has measured"));
        RunReport fp32 = RealRun.golden(500).run(input, folder.resolve("fp32")).report();
        assertThat(fp32.events()).noneMatch(event -> event.message().contains("nobody has measured"));
    }

    private static Optional<Severity> severity(Path run) {
        return JsonReport.read(run.resolve("telemetry.json")).events().stream()
                .filter(event -> GuardrailHit.of(event)
                        .filter(hit -> hit.guardrail().equals("unscored-records"))
                        .isPresent())
                .map(event -> event.severity())
                .findFirst();
    }

    private static GuardrailHit hit(RunReport report, String name) {
        return hits(report).stream()
                .filter(hit -> hit.guardrail().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + hits(report)));
    }

    private static List<GuardrailHit> hits(RunReport report) {
        return report.events().stream()
                .flatMap(event -> GuardrailHit.of(event).stream())
                .toList();
    }
}
