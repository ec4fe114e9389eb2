package org.virnuc.pipeline.run;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelPack;

/** Chooses the chunk length of a run. A model's scores are meaningless for lengths it was not trained for. */
public final class ChunkLength {
    private static final int DEFAULT = 500;

    private ChunkLength() {}

    /**
     * The requested length, or the longest that the model was trained for.
     *
     * @throws UsageException if the model was not trained for the requested length
     */
    public static int choose(RunRequest config, ModelPack pack) {
        Set<Integer> trained = pack.trainedLengths();
        if (config.length().isEmpty()) {
            return trained.isEmpty() || trained.contains(DEFAULT) ? DEFAULT : Collections.max(trained);
        }
        int length = config.length().get();
        if (!trained.isEmpty() && !trained.contains(length) && !config.allowLengthMismatch()) {
            throw new UsageException("`length` " + length + ": model " + pack.id() + " was trained for "
                    + new TreeSet<>(trained)
                    + " bases, and its scores mean nothing at another length; leave `length` out,"
                    + " or insist with `allowLengthMismatch`");
        }
        return length;
    }

    /** The warning about a length that the model was not trained for but that the user insisted on. */
    static Optional<QualityWarning> warning(int length, ModelPack pack) {
        Set<Integer> trained = pack.trainedLengths();
        if (trained.isEmpty() || trained.contains(length)) {
            return Optional.empty();
        }
        String message = "chunks of " + length + " bases with a model trained for " + new TreeSet<>(trained)
                + ": its scores mean nothing at another length";
        return Optional.of(new QualityWarning(QualityWarning.Kind.LENGTH_MISMATCH, message, 1, 1, List.of()));
    }
}
