package org.virnuc.models.store;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelRole;

/**
 * One part of a model (an encoder or a head) as files; nothing is loaded. All fields come from file headers and
 * configs.
 *
 * @param id a name for people, such as {@code virnuc-mini/dna-encoder}
 * @param path the folder, or the single file
 * @param role what it does in a run
 * @param family the id of the {@link org.virnuc.models.family.ModelFamily} that opens it
 * @param sha256 hex digest over weights, config and tokenizer: everything that results depend on
 * @param dimension the length of an encoder's vectors, or the number of features that a head takes
 * @param layout the published file layout, such as {@code huggingface-safetensors}
 * @param parameters number of weights that take part in the computation
 * @param revision the commit it was published as, if it comes from a hub
 */
public record ModelPart(
        String id,
        Path path,
        ModelRole role,
        String family,
        String sha256,
        int dimension,
        String layout,
        long parameters,
        Optional<String> revision) {

    /** A builder for the description of a part. */
    public static Builder of(ModelRole role, String family) {
        return new Builder(role, family);
    }

    /** Sets the fields of a part by name; id, path and SHA-256 are required. */
    public static final class Builder {
        private final ModelRole role;
        private final String family;
        private @Nullable String id;
        private @Nullable Path path;
        private @Nullable String sha256;
        private int dimension;
        private String layout = "";
        private long parameters;
        private Optional<String> revision = Optional.empty();

        private Builder(ModelRole role, String family) {
            this.role = role;
            this.family = family;
        }

        public Builder id(String value) {
            id = value;
            return this;
        }

        public Builder path(Path value) {
            path = value;
            return this;
        }

        public Builder sha256(String value) {
            sha256 = value;
            return this;
        }

        public Builder dimension(int value) {
            dimension = value;
            return this;
        }

        public Builder layout(String value) {
            layout = value;
            return this;
        }

        public Builder parameters(long value) {
            parameters = value;
            return this;
        }

        public Builder revision(Optional<String> value) {
            revision = value;
            return this;
        }

        /** The part; fails if a required field is missing. */
        public ModelPart build() {
            return new ModelPart(
                    Objects.requireNonNull(id, "id"),
                    Objects.requireNonNull(path, "path"),
                    role,
                    family,
                    Objects.requireNonNull(sha256, "sha256"),
                    dimension,
                    layout,
                    parameters,
                    revision);
        }
    }
}
