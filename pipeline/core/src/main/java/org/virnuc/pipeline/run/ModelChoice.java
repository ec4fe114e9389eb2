package org.virnuc.pipeline.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.UsageException;
import org.virnuc.files.PublicApi;
import org.virnuc.pipeline.cascade.CascadeOptions;

/**
 * The model that scores the chunks: one given by name, or three parts of the user's own.
 *
 * @param name name of a model that the store knows; ignored if parts are given
 * @param dna the DNA encoder
 * @param protein the protein encoder
 * @param head the head
 * @param cascade options of a cascade in which the embedded model screens for this one, if any
 * @param chunkHead the description of a chunk head of the user's own; empty for that of the model
 */
@PublicApi
public record ModelChoice(
        String name,
        Optional<Path> dna,
        Optional<Path> protein,
        Optional<Path> head,
        Optional<CascadeOptions> cascade,
        Optional<Path> chunkHead) {
    /** The model that comes with the program. */
    public static final ModelChoice DEFAULT = ModelChoice.named("virnuc-mini");

    public ModelChoice {
        long given =
                List.of(dna, protein, head).stream().filter(Optional::isPresent).count();
        if (given != 0 && given != 3) {
            throw new UsageException("`dna`, `protein` and `head` go together; " + given + " of the three were given");
        }
    }

    /** Creates the choice of a model without a cascade. */
    public ModelChoice(String name, Optional<Path> dna, Optional<Path> protein, Optional<Path> head) {
        this(name, dna, protein, head, Optional.empty(), Optional.empty());
    }

    /** Creates the choice of a model by name. */
    public static ModelChoice named(String name) {
        return new ModelChoice(name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Starts the choice of a model in three parts, each a path or a name that {@code virnuc models list} shows. */
    public static Parts parts() {
        return new Parts();
    }

    /** The three parts of a model, by name. */
    public static final class Parts {
        private Optional<Path> dna = Optional.empty();
        private Optional<Path> protein = Optional.empty();
        private Optional<Path> head = Optional.empty();

        private Parts() {}

        /** Sets the DNA encoder. */
        public Parts dna(Path model) {
            dna = Optional.of(model);
            return this;
        }

        /** Sets the protein encoder. */
        public Parts protein(Path model) {
            protein = Optional.of(model);
            return this;
        }

        /** Sets the head. */
        public Parts head(Path model) {
            head = Optional.of(model);
            return this;
        }

        /**
         * Creates the choice.
         *
         * @throws UsageException if a part is missing
         */
        public ModelChoice build() {
            if (dna.isEmpty() && protein.isEmpty() && head.isEmpty()) {
                throw new UsageException("`dna`, `protein` and `head` go together; 0 of the three were given");
            }
            return new ModelChoice(DEFAULT.name, dna, protein, head);
        }
    }

    /** Returns this choice with a cascade in which the embedded model screens for it. */
    public ModelChoice with(CascadeOptions options) {
        return new ModelChoice(name, dna, protein, head, Optional.of(options), chunkHead);
    }

    /** Returns this choice with a chunk head of the user's own. */
    public ModelChoice withChunkHead(Path json) {
        return new ModelChoice(name, dna, protein, head, cascade, Optional.of(json));
    }

    /** Whether the model was given as separate parts. */
    public boolean inParts() {
        return dna.isPresent();
    }
}
