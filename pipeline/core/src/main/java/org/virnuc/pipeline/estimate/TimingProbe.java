package org.virnuc.pipeline.estimate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.estimate.PlannedRun.StepLoad;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.run.ChunkSample;
import org.virnuc.pipeline.run.ReadOptions;
import org.virnuc.pipeline.run.ScratchRun;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;

/**
 * Measures the speed of a run in short rounds of all stages on samples of the input. Each round has four times as many
 * chunks as the one before, and rounds continue as long as the next is expected to take only a few seconds. The first
 * shows the cost of starting, the last the speed of the warm machine. There are three rounds, as long as
 * they are not too slow, and two in any case, unless the sample is used up: a speed that was measured while the machine
 * warmed up or was held up says nothing about the rest.
 */
final class TimingProbe {
    /** The maximum number of chunks over all rounds: 2 + 8 + 32 + 128 + 512 + 2,048. */
    static final int MOST_CHUNKS = 2_730;

    private static final int FIRST = 2;
    private static final int GROWTH = 4;
    private static final int LEAST_ROUNDS = 2;
    private static final int USUAL_ROUNDS = 3;

    /** How long rounds may take together before the third is left out, as with a large model on a CPU. */
    private static final double PATIENCE_SECONDS = 30;

    private static final double LONGEST_ROUND_SECONDS = 8;

    private final ChunkSample sample;
    private final Path folder;
    private final Stages stages;

    TimingProbe(ChunkSample sample, Path folder, Stages stages) {
        this.sample = sample;
        this.folder = folder;
        this.stages = stages;
    }

    /**
     * One short run.
     *
     * @param work the workload of the stages
     * @param loads the workload of the steps that are known from the input
     * @param report what was measured
     */
    record Round(Workload work, List<StepLoad> loads, RunReport report) {
        /** The report of a stage that was computed in this round. */
        StageReport stage(StageId id) {
            return report.stages().stream()
                    .filter(stage -> stage.id().equals(id.word()) && stage.status() == StageStatus.DONE)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(id.word() + " was not run in a round"));
        }

        /** The seconds that a stage spent opening its model. */
        double loadSeconds(StageId id) {
            return ScratchRun.loadSeconds(report, id);
        }

        /** The seconds that a stage took apart from opening its model. */
        double computeSeconds(StageId id) {
            return Math.max(0, stage(id).wallSeconds() - loadSeconds(id));
        }

        /** The workload of a step in this round. */
        Optional<EncoderLoad> load(StageId step) {
            return loads.stream()
                    .filter(load -> load.id() == step)
                    .map(StepLoad::load)
                    .findFirst();
        }
    }

    /** Runs and returns the rounds; none if no chunk has a frame. */
    List<Round> run() throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        int from = 0;
        int wanted = FIRST;
        double expected = 0;
        double spent = 0;
        while (from < sample.size() && goesOn(rounds.size(), spent, expected)) {
            int to = Math.min(sample.size(), from + wanted);
            Round round = round(rounds.size() + 1, from, to);
            rounds.add(round);
            expected = GROWTH * computeSeconds(round) + loadSeconds(round);
            spent += round.report().wallSeconds();
            from = to;
            wanted *= GROWTH;
        }
        return rounds;
    }

    /**
     * Returns whether there is another round.
     *
     * @param rounds number of rounds so far
     * @param spent seconds that they took
     * @param expected seconds that the next one will take, by the speed of the last one
     */
    static boolean goesOn(int rounds, double spent, double expected) {
        return rounds < LEAST_ROUNDS
                || (rounds < USUAL_ROUNDS && spent < PATIENCE_SECONDS)
                || expected < LONGEST_ROUND_SECONDS;
    }

    private Round round(int number, int from, int to) throws IOException, InterruptedException {
        Path input = folder.resolve("sample-" + number + ".fa");
        sample.write(input, from, to);
        try (ScratchRun run = new ScratchRun(folder.resolve("round-" + number), stages, List.of())) {
            var taken = run.take(List.of(input), ReadOptions.NONE, InputStream.nullInputStream());
            ScratchRun.Prepared prepared = run.prepare(taken);
            List<StepLoad> loads = StepLoad.of(stages, prepared, () -> folder);
            run.score(taken);
            return new Round(Workload.of(prepared), loads, run.report());
        }
    }

    private static double loadSeconds(Round round) {
        return encoding(round).mapToDouble(round::loadSeconds).sum();
    }

    private static double computeSeconds(Round round) {
        return encoding(round).mapToDouble(round::computeSeconds).sum();
    }

    /** The stages of a round that use encoders. */
    private static Stream<StageId> encoding(Round round) {
        return Stream.concat(
                Stream.of(StageId.DNABERT_S, StageId.ESM_2),
                round.loads().stream().map(StepLoad::id));
    }
}
