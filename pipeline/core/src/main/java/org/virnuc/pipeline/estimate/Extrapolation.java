package org.virnuc.pipeline.estimate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.estimate.RunEstimate.Range;
import org.virnuc.pipeline.estimate.TimingProbe.Round;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.EncoderLoad.Count;

/** Extrapolates the times and tokens of a stage from calibration rounds to the whole input. */
final class Extrapolation {
    /**
     * The least relative error, chosen so that two trial runs, of 140 kb and 3 Mb on a busy machine, were inside the
     * band.
     */
    static final double LEAST_ERROR = 0.25;

    /** The relative error after a single cold round, or if a rate is the difference of two short times. */
    static final double ROUGH_ERROR = 0.5;

    private static final double LARGEST_ERROR = 0.75;

    /** A run loads the engine while it reads its input; a round loads it when it opens the first model. */
    private static final double ENGINE_SECONDS = 0.5;

    /**
     * The relative error for other DNA: chunks without a frame differ from frames, and frames differ from each other.
     */
    private static final double OTHER_DNA = 0.1;

    private static final double TWO_SIGMA = 2;

    /** The rounds that had frames; the first always has. */
    private final List<Round> rounds;

    private final List<Round> all;
    private final Workload work;
    private final boolean modelsOpen;

    /** Creates an extrapolation from at least one round. */
    Extrapolation(List<Round> rounds, Workload work) {
        this(rounds, work, false);
    }

    /**
     * Creates an extrapolation for a run that may find its models open. If it does not, the time to open them is within
     * the band.
     */
    Extrapolation(List<Round> rounds, Workload work, boolean modelsOpen) {
        this.all = List.copyOf(rounds);
        this.rounds = rounds.stream().filter(round -> round.work().frames() > 0).toList();
        this.work = work;
        this.modelsOpen = modelsOpen;
    }

    /**
     * The time of an encoder stage: the first round including opening the model, plus the remaining letters at the rate
     * of the last round.
     */
    Range encoderSeconds(StageId id) {
        Round first = rounds.get(0);
        double cold = first.stage(id).wallSeconds();
        double left = Math.max(
                0, sequences(work, id).letters() - sequences(first.work(), id).letters());
        double rate = secondsPerLetter(rounds.size() - 1, id);
        double error = ROUGH_ERROR;
        if (rounds.size() > 2 && rate > 0) {
            double change = Math.abs(rate - secondsPerLetter(rounds.size() - 2, id)) / rate;
            error = Math.max(LEAST_ERROR, Math.min(LARGEST_ERROR, change / 2));
        }
        return started(id, Range.measured(cold, LEAST_ERROR)).plus(Range.of(rate * left, error));
    }

    private Range started(StageId id, Range cold) {
        if (modelsOpen) {
            double load = rounds.get(0).loadSeconds(id);
            return new Range(Math.max(0, cold.low() - load), Math.max(0, cold.expected() - load), cold.high());
        }
        double engine = id == StageId.DNABERT_S ? ENGINE_SECONDS : 0;
        return new Range(Math.max(0, cold.low() - engine), cold.expected(), cold.high());
    }

    /** The time of an encoder in a later step, for which it is opened again. */
    Range againSeconds(StageId step, StageId id, Count more) {
        double load = more.sequences() == 0 ? 0 : rounds.get(0).loadSeconds(id);
        double seconds = secondsPerLetter(rounds.size() - 1, id) * more.letters() * pace(step);
        return Range.measured(load + seconds, ROUGH_ERROR);
    }

    /**
     * How many times as long as by the rates of the frames a step took for its sequences, in the last round that had
     * any. Frames may be too few to tell how fast the warm machine is.
     */
    private double pace(StageId step) {
        for (int i = all.size() - 1; i >= 0; i--) {
            Round round = all.get(i);
            double expected = round.load(step).map(this::secondsByFrames).orElse(0.0);
            if (expected > 0) {
                return round.computeSeconds(step) / expected;
            }
        }
        return 1;
    }

    private double secondsByFrames(EncoderLoad load) {
        double dna = load.nucleotides().letters() * secondsPerLetter(rounds.size() - 1, StageId.DNABERT_S);
        double protein =
                load.proteins().map(Count::letters).orElse(0L) * secondsPerLetter(rounds.size() - 1, StageId.ESM_2);
        return dna + protein;
    }

    /**
     * The tokens of an encoder in a later step. They are exact where those of {@link #tokens} are, and otherwise follow
     * from the tokens per letter that the step had in the rounds, or else the frames.
     */
    Range againTokens(StageId step, StageId id, Count more) {
        OptionalLong special = specialTokens(id);
        if (special.isPresent()) {
            return exactly(more, special.getAsLong());
        }
        double letters = sum(round -> sequences(round.work(), id).letters());
        double tokens = sum(round -> round.stage(id).calls().tokens());
        OptionalLong ofProteins = specialTokens(StageId.ESM_2);
        for (Round round : all) {
            Optional<EncoderLoad> load = round.load(step);
            if (id == StageId.DNABERT_S && load.isPresent() && ofProteins.isPresent()) {
                Count proteins = load.get().proteins().orElse(Count.ZERO);
                letters += load.get().nucleotides().letters();
                tokens += round.stage(step).calls().tokens()
                        - exactly(proteins, ofProteins.getAsLong()).expected();
            }
        }
        return Range.of(tokens / letters * more.letters(), OTHER_DNA);
    }

    /**
     * The time of a stage without an encoder: the first round, plus the difference between the last two rounds for each
     * further frame.
     */
    Range tailSeconds(StageId id) {
        Round first = rounds.get(0);
        double perFrame;
        if (rounds.size() == 1) {
            perFrame = first.stage(id).wallSeconds() / Math.max(1, first.work().frames());
        } else {
            Round last = rounds.get(rounds.size() - 1);
            Round before = rounds.get(rounds.size() - 2);
            double more = last.work().frames() - before.work().frames();
            double longer = last.stage(id).wallSeconds() - before.stage(id).wallSeconds();
            perFrame = more <= 0 ? 0 : Math.max(0, longer / more);
        }
        double left = Math.max(0, work.frames() - first.work().frames());
        return Range.measured(first.stage(id).wallSeconds(), LEAST_ERROR).plus(Range.of(perFrame * left, ROUGH_ERROR));
    }

    /**
     * The number of tokens. It is exact if every sampled sequence had one token per letter and a constant number of
     * special tokens. Otherwise it follows from the tokens per letter, with twice the standard error of the rounds. An
     * input with fewer letters than the rounds has a wider band.
     */
    Range tokens(StageId id) {
        Count all = sequences(work, id);
        OptionalLong special = specialTokens(id);
        if (special.isPresent()) {
            return exactly(all, special.getAsLong());
        }
        double letters = sum(round -> sequences(round.work(), id).letters());
        double tokens = sum(round -> round.stage(id).calls().tokens());
        double ratio = tokens / letters;
        double error = ratioError(id, ratio, letters);
        if (all.sequences() > 0 && all.letters() < letters) {
            double fewer = error * Math.sqrt(letters / all.letters());
            error = Math.min(LARGEST_ERROR, Math.max(fewer, OTHER_DNA / Math.sqrt((double) all.sequences())));
        }
        return Range.of(ratio * all.letters(), error);
    }

    /** The special tokens of every sequence, if all sampled ones had as many, and otherwise one token per letter. */
    private OptionalLong specialTokens(StageId id) {
        double letters = sum(round -> sequences(round.work(), id).letters());
        double sequences = sum(round -> sequences(round.work(), id).sequences());
        double tokens = sum(round -> round.stage(id).calls().tokens());
        long special = Math.round((tokens - letters) / sequences);
        boolean exact = special >= 0
                && rounds.stream().allMatch(round -> {
                    Count had = sequences(round.work(), id);
                    return round.stage(id).calls().tokens() == had.letters() + special * had.sequences();
                });
        return exact ? OptionalLong.of(special) : OptionalLong.empty();
    }

    private static Range exactly(Count all, long special) {
        return Range.of((double) (all.letters() + special * all.sequences()), 0);
    }

    private double ratioError(StageId id, double ratio, double letters) {
        if (rounds.size() == 1) {
            return ROUGH_ERROR;
        }
        double squares = sum(round -> {
            double residual = round.stage(id).calls().tokens()
                    - ratio * sequences(round.work(), id).letters();
            return residual * residual;
        });
        double deviation = Math.sqrt(squares * rounds.size() / (rounds.size() - 1));
        return Math.min(LARGEST_ERROR, TWO_SIGMA * deviation / (ratio * letters));
    }

    private double sum(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sum();
    }

    private double secondsPerLetter(int number, StageId id) {
        Round round = rounds.get(number);
        return round.computeSeconds(id)
                / Math.max(1, sequences(round.work(), id).letters());
    }

    private static Count sequences(Workload work, StageId id) {
        return id == StageId.DNABERT_S ? work.nucleotides() : work.proteins();
    }
}
