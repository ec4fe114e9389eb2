package org.virnuc.models.chunkhead;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of whole chunks: from everything that the encoders and heads of a model say of a chunk to the calibrated log
 * odds that it is viral. It works for chunks with and without an open frame. Thread-safe; it holds nothing but a few
 * numbers.
 *
 * @see ChunkHeadFiles the files that it is read from
 */
public final class ChunkHead {
    /** The input that is the output of the composition networks. */
    static final String COMPOSITION = "composition";

    private final Path source;
    private final String digest;
    private final Declaration declaration;
    private final Ensemble chunk;
    private final @Nullable Ensemble composition;
    private final @Nullable Ensemble strangeness;

    ChunkHead(
            Path source,
            String digest,
            Declaration declaration,
            Ensemble chunk,
            @Nullable Ensemble composition,
            @Nullable Ensemble strangeness) {
        this.source = source;
        this.digest = digest;
        this.declaration = declaration;
        this.chunk = chunk;
        this.composition = composition;
        this.strangeness = strangeness;
    }

    /** Supplies the numbers of one chunk, by the names of features. */
    @FunctionalInterface
    public interface Features {
        float[] of(String name);
    }

    /**
     * What a chunk head says of one chunk.
     *
     * @param logOdds that the chunk is viral, calibrated for an input of which half is
     * @param strangeness log odds that the chunk is not biological sequence; empty if the chunk head cannot tell
     */
    public record Judgement(double logOdds, Optional<Double> strangeness) {}

    /** The file that describes it, for messages. */
    public Path source() {
        return source;
    }

    /** Hex digest over both files: everything that results depend on. */
    public String digest() {
        return digest;
    }

    /** The stop-free stretches of a chunk that the encoders have to read. */
    public Stretches stretches() {
        return declaration.stretches();
    }

    /** The features that {@link #judge} asks for, with the number of numbers of each. */
    public Map<String, Integer> features() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (Ensemble ensemble : new @Nullable Ensemble[] {composition, chunk, strangeness}) {
            if (ensemble != null) {
                ensemble.features().forEach(feature -> widths.put(feature.name(), feature.width()));
            }
        }
        widths.remove(COMPOSITION);
        return widths;
    }

    /** Judges one chunk, cut from a record as one of chunks of {@code length} bases. */
    public Judgement judge(Features features, int length) {
        Features all = composition == null
                ? features
                : name -> name.equals(COMPOSITION)
                        ? new float[] {(float) composition.output(features)}
                        : features.of(name);
        double logOdds = declaration.calibration().of(length).of(chunk.output(all));
        return new Judgement(
                logOdds, strangeness == null ? Optional.empty() : Optional.of(strangeness.output(features)));
    }

    /** Whether it says which chunks are not biological sequence. */
    public boolean tellsStrangeness() {
        return strangeness != null;
    }

    /** How the chunks of a record are put together at this chunk length. */
    public RecordRule records(int length) {
        return declaration.record().of(length);
    }

    /** The mean strangeness that records seldom exceed at this chunk length; without limits if it is not known. */
    public StrangenessLimits limits(int length) {
        Declaration.Strangeness ood = declaration.ood();
        return ood == null ? StrangenessLimits.NONE : ood.limits().of(length);
    }

    /**
     * The stop-free stretches of a chunk that are read by the encoders.
     *
     * @param most the number of stretches, the longest first
     * @param leastResidues the length of the shortest
     */
    public record Stretches(int most, int leastResidues) {}

    /**
     * Some inputs of a network in a row that are made in the same way.
     *
     * @param name says how they are made
     * @param width the number of inputs
     */
    public record Feature(String name, int width) {}
}
