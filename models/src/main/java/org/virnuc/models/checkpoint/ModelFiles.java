package org.virnuc.models.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.ModelException;

/**
 * The files of one model part.
 *
 * @param weights the checkpoint, or the index of a sharded checkpoint
 * @param config {@code config.json} next to it; need not exist
 * @param tokenizer {@code tokenizer.json} or {@code vocab.txt} next to it; need not exist
 * @param publisher whose file layout this is
 */
public record ModelFiles(Path weights, Path config, Path tokenizer, Publisher publisher) {
    /** File names of weights, best first. */
    private static final List<String> WEIGHTS = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    /** Whose file layout it is; the first part of a layout's name. */
    public enum Publisher {
        HUGGING_FACE("huggingface-"),
        FAIR_ESM("fair-esm-"),
        /** Anyone who has trained a head: a single file. */
        OTHER("");

        private final String prefix;

        Publisher(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * Finds the files in a folder, or in the folder that contains a file.
     *
     * @param path a Hugging Face folder, or the weights file itself
     * @param tokenizerName the tokenizer's file name
     * @throws ModelException if there are no weights
     */
    public static ModelFiles find(Path path, String tokenizerName) {
        Path weights = path;
        if (Files.isDirectory(path)) {
            weights = WEIGHTS.stream()
                    .map(path::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new ModelException(
                            "folder " + path + " holds no weights; expected one of " + String.join(", ", WEIGHTS)));
        } else if (!Files.isRegularFile(path)) {
            throw new ModelException("model " + path + " is not there; expected a folder or a file");
        }
        return new ModelFiles(
                weights,
                weights.resolveSibling("config.json"),
                weights.resolveSibling(tokenizerName),
                Publisher.HUGGING_FACE);
    }

    /**
     * A single file that is a whole model, without config or tokenizer; other files next to it are ignored.
     *
     * @throws ModelException if it does not exist
     */
    public static ModelFiles single(Path weights, Publisher publisher) {
        if (!Files.isRegularFile(weights)) {
            throw new ModelException("model " + weights + " is not there; expected a file");
        }
        return new ModelFiles(weights, weights.resolve("config.json"), weights.resolve("tokenizer.json"), publisher);
    }

    /** All files of the weights: a single file, or the index and its shards. */
    public List<Path> weightFiles() throws IOException {
        if (Checkpoints.format(weights) != Checkpoints.Format.SHARDED) {
            return List.of(weights);
        }
        return ShardedCheckpoint.files(weights);
    }

    /** All files that exist: weights, config and tokenizer. */
    public List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(weightFiles());
        for (Path file : List.of(config, tokenizer)) {
            if (Files.isRegularFile(file)) {
                all.add(file);
            }
        }
        return all;
    }

    /** The name of the published file layout, for provenance. */
    public String layout() throws IOException {
        String format =
                switch (Checkpoints.format(weights)) {
                    case SAFETENSORS -> "safetensors";
                    case SHARDED ->
                        weights.toString().endsWith(".safetensors.index.json")
                                ? "sharded-safetensors"
                                : "sharded-pytorch";
                    case TORCH -> "pytorch";
                };
        return publisher.prefix + format;
    }
}
