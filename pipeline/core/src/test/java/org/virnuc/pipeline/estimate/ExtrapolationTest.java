package org.virnuc.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.estimate.PlannedRun.StepLoad;
import org.virnuc.pipeline.estimate.RunEstimate.Range;
import org.virnuc.pipeline.estimate.TimingProbe.Round;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.EncoderLoad.Count;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.TelemetryClock;

/** Extrapolates from rounds with fixed times. */
class ExtrapolationTest {
    private static final Offset<Double> EXACTLY = within(1e-9);

    /** 1,000 frames of 100 letters. */
    private static final Workload ALL = work(1_000);

    private final List<Round> rounds = new ArrayList<>();
    private final List<PipelineTelemetry> open = new ArrayList<>();
    private SetClock clock = new SetClock();

    @Test
    void encodersStartOnceAndGoOnAtTheRateOfTheLastRound() {
        round(10, 5.0, 4.0, 110, 1);
        round(40, 2.0, 0.4, 440, 1);
        round(160, 4.4, 0.4, 1760, 1); // 4.0 s of computing for 16,000 letters
        Range seconds = encoder();
        assertThat(seconds.expected()).isCloseTo(5.0 + 99_000 * 4.0 / 16_000, EXACTLY);
        // The rate was 1.6 s for 4,000 letters before, 1.6 times as much: an error of 30 %.
        assertThat(seconds.low()).isCloseTo(5.0 * 0.75 + 24.75 * 0.7, EXACTLY);
        assertThat(seconds.high()).isCloseTo(5.0 * 1.25 + 24.75 * 1.3, EXACTLY);
    }

    @Test
    void ratesThatAgreeLeaveTheErrorOfTheMachine() {
        round(10, 2.0, 1.0, 110, 1);
        round(40, 1.0, 0, 440, 1);
        round(160, 4.0, 0, 1760, 1);
        assertThat(encoder().high()).isCloseTo(1.25 * encoder().expected(), EXACTLY);
        assertThat(encoder().low()).isCloseTo(0.75 * encoder().expected(), EXACTLY);
    }

    @Test
    void theEncoderOnceMoreIsLoadedAndGoesOnAtTheSameRate() {
        round(10, 5.0, 4.0, 110, 1);
        round(40, 2.0, 0.4, 440, 1);
        round(160, 4.4, 0.4, 1760, 1);
        Extrapolation extrapolation = new Extrapolation(rounds, ALL);
        Count more = new Count(50, 32_000);
        assertThat(extrapolation
                        .againSeconds(StageId.STRETCHES, StageId.ESM_2, more)
                        .expected())
                .isCloseTo(4.0 + 8.0, EXACTLY);
        assertThat(extrapolation
                        .againTokens(StageId.STRETCHES, StageId.ESM_2, more)
                        .expected())
                .isCloseTo(32_000 * 2_310 / 21_000.0, EXACTLY);
        assertThat(extrapolation.againSeconds(StageId.STRETCHES, StageId.ESM_2, new Count(0, 0)))
                .as("no model is opened for nothing")
                .isEqualTo(new Range(0, 0, 0.05));
    }

    /** One frame, which was computed on a cold machine, says little about the speed of a step that reads everything. */
    @Test
    void aLaterStepTakesAsLongAsItDidInTheRounds() {
        round(1, 2.0, 1.0, 110, 1); // 1.0 s for 100 letters
        step(300, 200, 3.5, 1.0, 60 + 200 + 2 * 4); // 2.5 s for 500 letters, by the frame 5.0 s
        round(0, 0, 0, 0, 0);
        step(3_000, 2_000, 5.5, 0.5, 600 + 2_000 + 2 * 40); // 5.0 s for 5,000 letters, by the frame 50 s
        Extrapolation extrapolation = new Extrapolation(rounds, work(1));
        assertThat(extrapolation
                        .againSeconds(StageId.STRETCHES, StageId.ESM_2, new Count(90, 20_000))
                        .expected())
                .isCloseTo(1.0 + 200 * 0.1, EXACTLY);
        assertThat(extrapolation
                        .againSeconds(StageId.DNA_ONLY, StageId.ESM_2, new Count(90, 20_000))
                        .expected())
                .as("a step that no round had")
                .isCloseTo(1.0 + 200, EXACTLY);
        assertThat(extrapolation.encoderSeconds(StageId.ESM_2).expected()).isCloseTo(2.0, EXACTLY);
        assertThat(extrapolation.tailSeconds(StageId.MERGING).expected()).isCloseTo(1.0, EXACTLY);
    }

    @Test
    void tokensOfALaterStepFollowFromThoseItHadInTheRounds() {
        round(10, 1, 0, 10 * 102, 10 * 40, 1);
        step(2_000, 1_000, 1, 0, 400 + 1_000 + 2 * 20);
        Extrapolation extrapolation = new Extrapolation(rounds, work(10));
        Range tokens = extrapolation.againTokens(StageId.STRETCHES, StageId.DNABERT_S, new Count(90, 30_000));
        assertThat(tokens.expected()).isCloseTo(30_000 * (400 + 400) / 3_000.0, EXACTLY);
        assertThat(extrapolation.againTokens(StageId.STRETCHES, StageId.ESM_2, new Count(90, 30_000)))
                .isEqualTo(new Range(30_180, 30_180, 30_180));
    }

    @Test
    void aRunThatMayFindItsModelsOpenIsExpectedToAndHasRoomForLoadingThem() {
        round(10, 5.0, 4.0, 110, 1);
        round(40, 2.0, 0.4, 440, 1);
        round(160, 4.4, 0.4, 1760, 1);
        Range whole = encoder();
        Range open = new Extrapolation(rounds, ALL, true).encoderSeconds(StageId.ESM_2);
        assertThat(open.expected()).isCloseTo(whole.expected() - 4.0, EXACTLY);
        assertThat(open.low()).isCloseTo(24.75 * 0.7, EXACTLY);
        assertThat(open.high()).isCloseTo(whole.high(), EXACTLY);
    }

    @Test
    void oneColdRoundIsARoughGuess() {
        round(10, 5.0, 4.0, 110, 1);
        Range seconds = encoder();
        assertThat(seconds.expected()).isCloseTo(5.0 + 99_000 * 1.0 / 1_000, EXACTLY);
        assertThat(seconds.high()).isCloseTo(5.0 * 1.25 + 99 * 1.5, EXACTLY);
    }

    @Test
    void anInputThatWasComputedWholeTakesWhatItTook() {
        round(1_000, 5.0, 4.0, 1, 1);
        assertThat(encoder().expected()).isCloseTo(5.0, EXACTLY);
    }

    @Test
    void otherStagesGrowAsBetweenTheLastTwoRounds() {
        round(10, 1, 0, 1, 0.5);
        round(100, 1, 0, 1, 0.1);
        round(200, 1, 0, 1, 0.3);
        Range seconds = new Extrapolation(rounds, ALL).tailSeconds(StageId.MERGING);
        assertThat(seconds.expected()).isCloseTo(0.5 + 990 * 0.002, EXACTLY);
        rounds.remove(2);
        assertThat(new Extrapolation(rounds, ALL).tailSeconds(StageId.MERGING).expected())
                .as("a warm round was shorter than a cold one")
                .isCloseTo(0.5, EXACTLY);
    }

    @Test
    void lettersAndSpecialTokensAreCountedExactly() {
        round(10, 1, 0, 10 * 102, 1);
        round(40, 1, 0, 40 * 102, 1);
        assertThat(new Extrapolation(rounds, ALL).tokens(StageId.ESM_2))
                .isEqualTo(new Range(102_000, 102_000, 102_000));
        assertThat(new Extrapolation(rounds, ALL).againTokens(StageId.STRETCHES, StageId.ESM_2, new Count(7, 300)))
                .as("special tokens of short sequences count, too")
                .isEqualTo(new Range(314, 314, 314));
    }

    @Test
    void otherTokensHaveTheErrorOfTheSample() {
        round(10, 1, 0, 190, 1);
        round(10, 1, 0, 211, 1);
        Range tokens = new Extrapolation(rounds, ALL).tokens(StageId.DNABERT_S);
        assertThat(tokens.expected()).isCloseTo(100_000 * 401 / 2_000.0, EXACTLY);
        // Residuals of 10.5: the deviation of the sum is 21, twice that of 401 tokens.
        assertThat(tokens.high() / tokens.expected()).isCloseTo(1 + 42 / 401.0, EXACTLY);
    }

    @Test
    void tokensOfFewerLettersThanTheRoundsHadScatterMore() {
        round(10, 1, 0, 190, 1);
        round(10, 1, 0, 211, 1);
        Range tokens = new Extrapolation(rounds, work(5)).tokens(StageId.DNABERT_S);
        assertThat(tokens.expected()).isCloseTo(500 * 401 / 2_000.0, EXACTLY);
        assertThat(tokens.high() / tokens.expected()).isCloseTo(1 + 2 * 42 / 401.0, EXACTLY);
        rounds.clear();
        round(10, 1, 0, 190, 1);
        round(30, 1, 0, 570, 1);
        assertThat(new Extrapolation(rounds, work(4)).tokens(StageId.DNABERT_S).high())
                .as("rounds that happen to agree")
                .isCloseTo(1.05 * 4 * 19, EXACTLY);
    }

    private Range encoder() {
        return new Extrapolation(rounds, ALL).encoderSeconds(StageId.ESM_2);
    }

    private static Workload work(long frames) {
        Count sequences = new Count(frames, 100 * frames);
        return new Workload(frames, sequences, sequences);
    }

    /**
     * Adds a round in which both encoders take {@code seconds}, including {@code load} for opening, and read
     * {@code tokens}, and merging takes {@code merging}.
     */
    private void round(long frames, double seconds, double load, long tokens, double merging) {
        round(frames, seconds, load, tokens, tokens, merging);
    }

    private void round(long frames, double seconds, double load, long proteinTokens, long dnaTokens, double merging) {
        SetClock clock = new SetClock();
        RunInfo info = new RunInfo("round", "test", "test", Map.of());
        PipelineTelemetry telemetry =
                PipelineTelemetry.builder(info).clock(clock).start();
        open.add(telemetry);
        this.clock = clock;
        stage(telemetry, StageId.DNABERT_S, frames, seconds, load, dnaTokens);
        stage(telemetry, StageId.ESM_2, frames, seconds, load, proteinTokens);
        StageSpan span = telemetry.startStage(StageId.MERGING.word(), frames);
        clock.pass(merging);
        telemetry.endStage(span, StageFigures.of(frames, frames));
        rounds.add(new Round(work(frames), List.of(), telemetry.snapshot()));
    }

    /** Adds a step to the last round: its letters for both encoders, in sequences of 50 residues. */
    private void step(long letters, long residues, double seconds, double load, long tokens) {
        Count proteins = new Count(residues / 50, residues);
        EncoderLoad given = new EncoderLoad(new Count(residues / 50, letters), Optional.of(proteins));
        PipelineTelemetry telemetry = open.get(open.size() - 1);
        stage(telemetry, StageId.STRETCHES, proteins.sequences(), seconds, load, tokens);
        Round last = rounds.remove(rounds.size() - 1);
        rounds.add(new Round(
                last.work(), List.of(new StepLoad(StageId.STRETCHES, given)), telemetry.finish(RunStatus.DONE, null)));
    }

    private void stage(PipelineTelemetry telemetry, StageId id, long items, double seconds, double load, long tokens) {
        StageSpan span = telemetry.startStage(id.word(), items);
        clock.pass(seconds);
        span.loaded(load);
        span.call(ModelCall.local("m")
                .device("cpu")
                .precision("fp32")
                .promptTokens(tokens)
                .items(items)
                .took(1));
        telemetry.endStage(span, StageFigures.of(items, items));
    }

    @AfterEach
    void close() {
        open.forEach(PipelineTelemetry::close);
    }

    private static final class SetClock implements TelemetryClock {
        private long nanos;

        void pass(double seconds) {
            nanos += Math.round(seconds * 1e9);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.parse("2026-11-22T00:00:00Z");
        }
    }
}
