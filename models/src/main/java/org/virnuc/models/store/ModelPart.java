package org.virnuc.models.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One part of a model, as files; nothing of it is loaded. Everything here comes from headers and configs.
 *
 * @param id a name for people, such as {@code virnuc-mini/dna-encoder}
 * @param path the folder, or the single file
 * @param role {@link #DNA}, {@link #PROTEIN} or {@link #HEAD}
 * @param sha256 hex digest over weights, config and tokenizer: what a result depends on
 * @param dimension the length of an encoder's vectors, or the number of features that a head takes
 * @param layout the published layout, such as {@code huggingface-safetensors}
 * @param parameters weights that take part in the computation
 * @param revision the commit it was published as, where it comes from a hub
 */
public record ModelPart(
        String id,
        Path path,
        String role,
        String sha256,
        int dimension,
        String layout,
        long parameters,
        Optional<String> revision) {

    public static final String DNA = "dna";
    public static final String PROTEIN = "protein";
    public static final String HEAD = "head";
}
