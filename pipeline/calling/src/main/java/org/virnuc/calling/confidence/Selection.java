package org.virnuc.calling.confidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.virnuc.files.PublicApi;

/**
 * The choice of records that are called virus: by verdict, or by probability.
 *
 * @param preset a fixed probability, or the verdict
 * @param maxFalse limit of the expected share of false calls among the called records; only with the default preset
 */
@PublicApi
public record Selection(Preset preset, OptionalDouble maxFalse) {
    /** The verdict: half of the scored chunks. */
    public static final Selection DEFAULT = new Selection(Preset.DEFAULT, OptionalDouble.empty());

    /** Named probabilities; {@code benchmarks/ACCURACY.md} shows their accuracy. */
    public enum Preset {
        CONSERVATIVE(0.9),
        DEFAULT(Double.NaN),
        SENSITIVE(0.3);

        private final double from;

        Preset(double from) {
            this.from = from;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The lowest probability that is called virus; NaN for the verdict. */
        double from() {
            return from;
        }
    }

    public Selection {
        if (maxFalse.isPresent() && preset != Preset.DEFAULT) {
            throw new IllegalArgumentException("`maxFalse` and `preset` " + preset.word()
                    + " both say which records are called virus; give one of them");
        }
        if (maxFalse.isPresent() && !(maxFalse.getAsDouble() > 0 && maxFalse.getAsDouble() < 1)) {
            throw new IllegalArgumentException(
                    "`maxFalse` " + maxFalse.getAsDouble() + " is not a share; give one between 0 and 1, such as 0.05");
        }
    }

    /**
     * Parses the words of the command line.
     *
     * @throws IllegalArgumentException naming an unknown preset
     */
    public static Selection parse(String preset, OptionalDouble maxFalse) {
        Preset found = Arrays.stream(Preset.values())
                .filter(known -> known.word().equals(preset.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("`preset` " + preset + " is not known; give "
                        + Arrays.stream(Preset.values()).map(Preset::word).collect(Collectors.joining(", "))));
        return new Selection(found, maxFalse);
    }

    /** Whether records are called by probability, not by verdict. */
    public boolean byProbability() {
        return preset != Preset.DEFAULT || maxFalse.isPresent();
    }

    /** Field and value, such as {@code `maxFalse` 0.05}. */
    public String words() {
        return maxFalse.isPresent() ? "`maxFalse` " + maxFalse.getAsDouble() : "`preset` " + preset.word();
    }
}
