package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.UnscoredReason;

/** The rules of the verdicts, and that every score meets the frame it belongs to. */
class ConsensusStageTest {
    private static final String OPEN = "CCGGCCGGC".repeat(2);
    private static final String STOPS = "TAATTAATTAA".repeat(2);

    private final Path folder;

    ConsensusStageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "0.4, 0.6, virus",
        "0.6, 0.4, others",
        "0.5, 0.5, others",
        "0.4999998, 0.5000002, others",
        "0.499999, 0.500001, virus"
    })
    void frameTieIsOthers(float others, float virus, String label) {
        StringBuilder line = new StringBuilder();
        new FrameScore("x_chunk_1F1", others, virus).appendTo(line);
        assertThat(line).hasToString("x_chunk_1F1\t" + label + "\t" + others + "\t" + virus + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5, 0.5, 0.5, True",
        "0.9, 0.1, 0.1, 0.9, True",
        "0.9, 0.1, 0.2, 0.8, False",
        "0.8, 0.2, 0.1, 0.9, True",
        "1.0, 0.0, 0.0, 1.0, True",
        "0.5000002, 0.4999998, 0.5, 0.5, True",
        "0.500001, 0.499999, 0.5, 0.499999, False",
    })
    void chunkTieIsVirus(float others1, float virus1, float others2, float virus2, String verdict) {
        ChunkVerdict chunk = ChunkVerdict.of(
                "x_chunk_1",
                List.of(
                        new FrameScore("x_chunk_1F1", others1, virus1),
                        new FrameScore("x_chunk_1R3", others2, virus2)));
        assertThat(chunk.line()).isEqualTo("x_chunk_1\t" + verdict + "\n");
        assertThat(chunk.frames()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, UNSCORED", "1, 0, VIRUS", "1, 1, VIRUS", "1, 2, OTHERS", "2, 3, OTHERS", "0, 1, OTHERS"})
    void recordHalfIsVirus(int virus, int others, RecordVerdict verdict) {
        RecordTally tally = new RecordTally(new RecordTable.Row("x", 1_000, virus + others));
        for (int i = 0; i < virus; i++) {
            tally.scoredChunk(new ChunkVerdict("v", 1, 0.1f, 0.9f));
        }
        for (int i = 0; i < others; i++) {
            tally.scoredChunk(new ChunkVerdict("o", 2, 0.8f, 0.2f));
        }
        assertThat(tally.verdict()).isEqualTo(verdict);
        assertThat(tally.scored()).isEqualTo(virus + others);
    }

    @Test
    void everyRecordHasARowAndTotalsReconcile() throws IOException, InterruptedException {
        Verdicts verdicts = consensus(
                ">open1\n" + OPEN + "\n>short\nAC\n>stops\n" + STOPS + "\n>n\nNNNNNN\n>open1\n" + OPEN + "\n",
                line -> line);
        List<String> rows = Files.readAllLines(verdicts.records(), StandardCharsets.ISO_8859_1);
        assertThat(rows.get(0))
                .isEqualTo("id\tlength\tchunks\tchunks_scored\tchunks_virus\tchunks_no_open_frame\tchunks_too_short"
                        + "\tchunks_ambiguous\tframes\tbest_score1\tbest_score2\tverdict\treason");
        assertThat(rows.subList(1, rows.size()))
                .containsExactly(
                        "open1\t18\t1\t1\t1\t0\t0\t0\t6\t0.25\t0.75\tvirus\t",
                        "short\t2\t1\t0\t0\t0\t1\t0\t0\t\t\tunscored\ttoo-short",
                        "stops\t22\t1\t0\t0\t1\t0\t0\t0\t\t\tunscored\tno-open-frame",
                        "n\t6\t1\t0\t0\t0\t0\t1\t0\t\t\tunscored\tambiguous",
                        "open1\t18\t1\t1\t1\t0\t0\t0\t6\t0.25\t0.75\tvirus\t");
        assertThat(verdicts.outcome())
                .containsExactly(
                        Map.entry("records", 5L),
                        Map.entry("records_virus", 2L),
                        Map.entry("records_others", 0L),
                        Map.entry("records_unscored", 3L),
                        Map.entry("chunks", 5L),
                        Map.entry("chunks_scored", 2L),
                        Map.entry(UnscoredReason.NO_OPEN_FRAME.countName(), 1L),
                        Map.entry(UnscoredReason.TOO_SHORT.countName(), 1L),
                        Map.entry(UnscoredReason.AMBIGUOUS.countName(), 1L));
        assertThat(verdicts.chunks()).hasContent("Modified_ID\tIs_Virus\nopen1_chunk_1\tTrue\nopen1_chunk_1\tTrue\n");
    }

    @Test
    void noFrameAtAllGivesHeadersOnly() throws IOException, InterruptedException {
        Verdicts verdicts = consensus(">short\nAC\n", line -> line);
        assertThat(verdicts.chunks()).hasContent("Modified_ID\tIs_Virus\n");
        assertThat(verdicts.outcome()).containsEntry("records_unscored", 1L).containsEntry("chunks_scored", 0L);
    }

    @Test
    void missingScoreIsNamed() {
        fails(
                line -> line.startsWith("b_chunk_1F2") ? "" : line,
                "consensus: frame 'b_chunk_1F2' has no score; the next score is of 'b_chunk_1F3'; run again with `force`");
        fails(
                line -> line.startsWith("b_chunk_1R3") ? "" : line,
                "consensus: frame 'b_chunk_1R3' has no score; the next score is of no frame; run again with `force`");
    }

    @Test
    void scoreOfAnotherIdIsNamed() {
        fails(
                line -> line.replace("a_chunk_1R1", "x_chunk_1R1"),
                "consensus: frame 'a_chunk_1R1' has no score; the next score is of 'x_chunk_1R1'; run again with `force`");
    }

    @Test
    void extraScoreIsNamed() {
        fails(
                line -> line.startsWith("b_chunk_1R3") ? line + line.replace("R3", "R4") : line,
                "consensus: frame 'b_chunk_1R4' has a score and no chunk; run again with `force`");
    }

    @Test
    void lineThatIsNoScoreIsShown() {
        fails(
                line -> line.startsWith("a_chunk_1F1") ? "a_chunk_1F1\n" : line,
                "not a line of prediction_results.txt: 'a_chunk_1F1'");
    }

    @Test
    void scoreThatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> new FrameScore("x_chunk_1F1", Float.NaN, 0.5f))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("frame 'x_chunk_1F1' has scores NaN and 0.5, not probabilities; the model's weights or its"
                        + " precision are at fault");
        assertThatThrownBy(() -> new FrameScore("x", 1.1f, 0.5f)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FrameScore("x", 0.5f, -0.1f)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countsThatDoNotAddUpAreRefused() throws IOException, InterruptedException {
        Map<String, Long> counts = new java.util.HashMap<>(
                consensus(">a\n" + OPEN + "\n", line -> line).outcome());
        assertThat(Verdicts.ordered(counts)).isEqualTo(counts);
        counts.put("chunks_too_short", 1L);
        assertThatThrownBy(() -> Verdicts.ordered(counts))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("consensus: records or chunks do not add up: {records=1, ");
    }

    private void fails(java.util.function.UnaryOperator<String> edit, String message) {
        assertThatThrownBy(() -> consensus(">a\n" + OPEN + "\n>b\n" + OPEN + "\n", edit))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    /** Runs the stage with a score of 0.25 and 0.75 for each frame, after {@code edit} of their lines. */
    private Verdicts consensus(String fasta, java.util.function.UnaryOperator<String> edit)
            throws IOException, InterruptedException {
        Path run = Files.createTempDirectory(folder, "run");
        SequenceStages inRun = new SequenceStages(run);
        Chunks chunks = inRun.chunks(500, inRun.input("in.fa", fasta));
        Frames frames = inRun.frames(chunks);
        StringBuilder scores = new StringBuilder(FrameScores.HEADER);
        for (String line : Files.readAllLines(frames.nucleotides(), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(">")) {
                scores.append(edit.apply(line.substring(1) + "\tvirus\t0.25\t0.75\n"));
            }
        }
        Path file = Files.writeString(run.resolve("scores"), scores, StandardCharsets.ISO_8859_1);
        FrameScores frameScores = new FrameScores(file, frames.frameCount(), null);
        ScoredChunks input = new ScoredChunks(new ChunkedFrames(chunks, frames), frameScores);
        RecordedObserver observer = new RecordedObserver();
        Verdicts verdicts = inRun.run(
                new ConsensusStage(ResultOptions.DEFAULT.from(0), Confidence.NONE, Optional.empty()), input, observer);
        assertThat(observer.items).isEqualTo(frames.frameCount());
        return verdicts;
    }
}
