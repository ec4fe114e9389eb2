package org.virnuc.models.esm2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.checkpoint.TensorCheck;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.esm2.Esm2Weights.Names;

/**
 * A model as published by fair-esm: a single file without config or vocabulary. Most sizes follow from its tensors. The
 * number of heads and whether tokens were masked are known only from {@code cfg}, its training settings.
 */
final class FairEsm {
    /** Epsilon of all layer norms; fair-esm uses PyTorch's default. */
    private static final double EPSILON = 1e-5;

    private static final int LARGEST = 1_000_000;

    private final Path path;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, @Nullable Object> metadata;
    private final String prefix;

    private FairEsm(Path path, CheckpointReader reader) {
        this.path = path;
        this.tensors = reader.tensors();
        this.metadata = reader.metadata();
        this.prefix = TensorCheck.prefixOf(reader, Names.FAIR.embedding());
    }

    /**
     * Whether a checkpoint was published by fair-esm, for any architecture. False for a state dict in fair-esm's naming
     * with a config next to it, because then the config decides.
     */
    static boolean published(ModelFiles files) throws IOException {
        if (Checkpoints.format(files.weights()) != Checkpoints.Format.TORCH) {
            return false;
        }
        try (CheckpointReader reader = Checkpoints.open(files.weights())) {
            FairEsm model = new FairEsm(files.weights(), reader);
            return model.metadata.containsKey("cfg")
                    || model.metadata.containsKey("args")
                    || (model.embedding() != null && !Files.exists(files.config()));
        }
    }

    /**
     * The sizes of an ESM-2 model, from the header of its file.
     *
     * @throws ModelException if it is another of fair-esm's models, or its sizes cannot be determined
     */
    static Esm2Config config(Path path) throws IOException {
        try (CheckpointReader reader = Checkpoints.open(path)) {
            return config(path, reader);
        }
    }

    /** {@link #config(Path)} for an open file; the path is used in messages. */
    static Esm2Config config(Path path, CheckpointReader reader) {
        FairEsm model = new FairEsm(path, reader);
        model.refuseOthers();
        return model.config();
    }

    private void refuseOthers() {
        for (String name : tensors.keySet()) {
            if (name.contains("embed_positions")) {
                throw new ModelException(
                        path + " is not ESM-2: it has " + name + ", for absolute positions, as ESM-1, ESM-1b,"
                                + " ESM-1v and MSA Transformer have; expected rotary positions, as in esm2_t33_650M_UR50D.pt");
            }
        }
        if (!metadata.containsKey("cfg") && metadata.get("args") instanceof Map<?, ?> args) {
            throw new ModelException(
                    path + " is not ESM-2: it has args (arch " + args.get("arch")
                            + ") in place of cfg, as fair-esm's older models have; expected one such as esm2_t33_650M_UR50D.pt");
        }
    }

    private Esm2Config config() {
        TensorInfo embedding = embedding();
        if (embedding == null || embedding.shape().size() != 2) {
            throw new ModelException(
                    path + " is not ESM-2: it has no " + Names.FAIR.embedding() + " of two dimensions; found "
                            + tensors.keySet().stream().limit(5).toList());
        }
        int vocabulary = size(embedding, 0);
        int width = size(embedding, 1);
        if (vocabulary != Esm2Tokenizer.STANDARD.size()) {
            throw new ModelException(path + " has " + embedding.name() + " of " + vocabulary + " tokens; expected "
                    + Esm2Tokenizer.STANDARD.size() + ", the alphabet of ESM-2");
        }
        TensorInfo up = tensors.get(prefix + Names.FAIR.layer().formatted(0) + Names.FAIR.up() + ".weight");
        int feedForward = up == null || up.shape().isEmpty() ? 4 * width : size(up, 0);
        Map<?, ?> settings = settings();
        int layers = layers();
        agree(settings, "encoder_layers", layers);
        agree(settings, "encoder_embed_dim", width);
        return new Esm2Config(
                layers, width, heads(settings, width), feedForward, vocabulary, EPSILON, tokenDropout(settings));
    }

    private @Nullable TensorInfo embedding() {
        return tensors.get(prefix + Names.FAIR.embedding());
    }

    /**
     * The number of distinct layers, so that a large number in a name cannot declare more layers than there are
     * tensors.
     */
    private int layers() {
        Pattern layer = Pattern.compile(Pattern.quote(prefix) + "layers\\.([0-9]+)\\..*");
        Set<String> numbers = tensors.keySet().stream()
                .map(layer::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        if (numbers.isEmpty()) {
            throw new ModelException(path + " is not ESM-2: it has no tensors " + prefix + "layers.0");
        }
        return numbers.size();
    }

    /** {@code cfg.model}, or {@code cfg} if it contains the settings directly; empty if there is neither. */
    private Map<?, ?> settings() {
        Map<?, ?> cfg = metadata.get("cfg") instanceof Map<?, ?> map ? map : Map.of();
        return cfg.get("model") instanceof Map<?, ?> model ? model : cfg;
    }

    private void agree(Map<?, ?> settings, String key, int found) {
        Object said = settings.get(key);
        if (said != null && !said.equals((long) found)) {
            throw new ModelException(path + " says " + key + " " + said + " in its cfg, but its tensors say " + found
                    + "; the file is incomplete or changed, download it again");
        }
    }

    private int heads(Map<?, ?> settings, int width) {
        String key = "encoder_attention_heads";
        if (!(settings.get(key) instanceof Long heads)) {
            throw missing(key, settings.get(key), "a whole number");
        }
        if (heads < 1 || heads > LARGEST || width % (2 * heads) != 0) {
            throw new ModelException(path + " says " + key + " " + heads
                    + " in its cfg; expected heads of an even width that divide " + width);
        }
        TensorInfo rotary = tensors.get(prefix + Names.FAIR.layer().formatted(0) + "self_attn.rot_emb.inv_freq");
        if (rotary != null && !rotary.shape().equals(List.of(width / (2 * heads)))) {
            throw new ModelException(path + " says " + key + " " + heads + " in its cfg, but " + rotary.name() + " is "
                    + rotary.shape() + " instead of " + List.of(width / (2 * heads)));
        }
        return heads.intValue();
    }

    private boolean tokenDropout(Map<?, ?> settings) {
        if (!(settings.get("token_dropout") instanceof Boolean dropout)) {
            throw missing("token_dropout", settings.get("token_dropout"), "true or false");
        }
        return dropout;
    }

    private ModelException missing(String key, @Nullable Object found, String expected) {
        return new ModelException(path + (found == null ? " has no " + key : " has " + key + " " + found)
                + " in its cfg; expected " + expected + ", which the tensors do not show. Give the .pt file as fair-esm"
                + " published it, or a Hugging Face folder with its config.json");
    }

    private int size(TensorInfo tensor, int axis) {
        long extent = tensor.shape().get(axis);
        if (extent < 1 || extent > LARGEST) {
            throw new ModelException(path + " has " + tensor.name() + " of " + tensor.shape()
                    + "; expected extents from 1 to " + LARGEST);
        }
        return (int) extent;
    }
}
