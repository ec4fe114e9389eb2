package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ModelConfig;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.dnaberts.DnabertSEncoder;
import org.virnuc.models.esm2.Esm2Encoder;
import org.virnuc.models.head.HeadClassifier;

/** Describes model parts from their headers and configs, and tells which part a file or folder is. */
final class PartReader {
    private final Digests digests;

    PartReader(Digests digests) {
        this.digests = digests;
    }

    /**
     * Describes a part.
     *
     * @throws ModelException where it is not a sound part of this role
     */
    ModelPart read(String role, String id, Path path, Optional<String> revision) throws IOException {
        ModelFiles files = files(role, path);
        int dimension;
        long parameters;
        switch (role) {
            case ModelPart.DNA -> {
                dimension = DnabertSEncoder.dimension(files);
                parameters = DnabertSEncoder.parameters(files);
            }
            case ModelPart.PROTEIN -> {
                dimension = Esm2Encoder.dimension(files);
                parameters = Esm2Encoder.parameters(files);
            }
            default -> {
                dimension = HeadClassifier.features(files);
                parameters = HeadClassifier.parameters(files);
            }
        }
        return new ModelPart(id, path, role, digests.of(files), dimension, files.layout(), parameters, revision);
    }

    /**
     * Checks that a part's headers and configs are sound, without hashing anything.
     *
     * @throws ModelException where they are not
     */
    static void describes(String role, Path path) throws IOException {
        ModelFiles files = files(role, path);
        if (role.equals(ModelPart.DNA)) {
            DnabertSEncoder.dimension(files);
        } else {
            Esm2Encoder.dimension(files);
        }
    }

    /** The files of a part. */
    static ModelFiles files(String role, Path path) throws IOException {
        return switch (role) {
            case ModelPart.DNA -> DnabertSEncoder.files(path);
            case ModelPart.PROTEIN -> Esm2Encoder.files(path);
            default -> HeadClassifier.files(path);
        };
    }

    /**
     * The role of a file or folder: a config tells for a folder, the tensors' names for a file by itself.
     *
     * @throws ModelException where it is no part of a model, saying why
     */
    static String role(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new ModelException("model " + path + " is not there; expected a folder or a file");
        }
        if (!Files.isDirectory(path) && HeadClassifier.matches(path)) {
            return ModelPart.HEAD;
        }
        ModelFiles files = Esm2Encoder.files(path);
        if (files.publisher() == ModelFiles.Publisher.FAIR_ESM) {
            return ModelPart.PROTEIN;
        }
        return switch (ModelConfig.read(files.config()).word("model_type")) {
            case "esm" -> ModelPart.PROTEIN;
            case "bert" -> ModelPart.DNA;
            default ->
                throw ModelConfig.read(files.config())
                        .wrong("model_type", "esm, as ESM-2 has, or bert, as DNABERT-S has");
        };
    }
}
