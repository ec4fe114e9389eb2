package org.virnuc.pipeline.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.cascade.CascadeOptions;

/**
 * Which model scores the chunks: one by name, or three parts of the user's own.
 *
 * @param name of a model that the store knows; what the parts are, where they are given, matters more
 * @param dna the DNA encoder
 * @param protein the protein encoder
 * @param head the head
 * @param cascade how the embedded model screens for this one, where it does
 */
public record ModelChoice(
        String name,
        Optional<Path> dna,
        Optional<Path> protein,
        Optional<Path> head,
        Optional<CascadeOptions> cascade) {
    /** The model that comes with the program. */
    public static final ModelChoice DEFAULT = ModelChoice.named("virnuc-mini");

    public ModelChoice {
        long given =
                List.of(dna, protein, head).stream().filter(Optional::isPresent).count();
        if (given != 0 && given != 3) {
            throw new UsageException("`dna`, `protein` and `head` go together; " + given + " of the three were given");
        }
    }

    /** A model that works alone. */
    public ModelChoice(String name, Optional<Path> dna, Optional<Path> protein, Optional<Path> head) {
        this(name, dna, protein, head, Optional.empty());
    }

    /** A model that the store knows by name. */
    public static ModelChoice named(String name) {
        return new ModelChoice(name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** This model, for which the embedded one screens. */
    public ModelChoice with(CascadeOptions options) {
        return new ModelChoice(name, dna, protein, head, Optional.of(options));
    }

    /** Whether the parts were given one by one. */
    public boolean inParts() {
        return dna.isPresent();
    }
}
