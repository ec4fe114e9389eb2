package org.virnuc.models.dnaberts;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.TensorCheck;
import org.virnuc.models.torchscript.Weight;

/**
 * Maps the tensors of a DNABERT-S checkpoint, with or without the prefix {@code bert.}, to the names that the graph
 * uses.
 */
final class DnabertSWeights {
    private static final String EMBEDDING = "embeddings.word_embeddings.weight";
    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String GATED = "mlp.gated_layers.weight";

    /** Tensors that the mean vector does not need: other heads, and tables that can be computed. */
    private static final Pattern HARMLESS =
            Pattern.compile("(.*\\.)?(pooler\\..*|cls\\..*|classifier\\..*|position_ids|encoder\\.alibi)");

    private final CheckpointReader reader;
    private final DnabertSConfig config;
    private final String prefix;

    private DnabertSWeights(CheckpointReader reader, DnabertSConfig config) {
        this.reader = reader;
        this.config = config;
        this.prefix = TensorCheck.prefixOf(reader, EMBEDDING);
    }

    /**
     * Checks a checkpoint against the config.
     *
     * @throws org.virnuc.models.ModelException naming every tensor that is missing, misshaped or unexpected
     */
    static DnabertSWeights of(Path path, CheckpointReader reader, DnabertSConfig config) {
        TensorCheck.verifyLayers(path, config.describe(), reader, config.layers());
        DnabertSWeights weights = new DnabertSWeights(reader, config);
        TensorCheck.verify(path, config.describe(), reader, weights.expected(), HARMLESS);
        return weights;
    }

    /** The number of weights that take part in the computation. */
    static long parameters(DnabertSConfig config) {
        long width = config.width();
        long layer = 4 * width * (width + 1) + 3L * config.feedForward() * width + width + 4 * width;
        return config.layers() * layer + (config.vocabulary() + config.types() + 2) * width;
    }

    /**
     * The weights by the graph's names: the gated layer is split in two, and the attention scale is folded into the
     * queries.
     */
    Map<String, Weight> byGraphName() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put("embedding", tensor(EMBEDDING));
        weights.put("token_type", tensor(TYPES).rows(0, 1));
        for (int i = 0; i < config.layers(); i++) {
            String in = "encoder.layer." + i + ".";
            String out = "layer." + i + ".";
            weights.put(out + "gate.weight", tensor(in + GATED).rows(0, config.feedForward()));
            weights.put(out + "value.weight", tensor(in + GATED).rows(config.feedForward(), 2L * config.feedForward()));
        }
        for (String part : new String[] {".weight", ".bias"}) {
            weights.put("norm" + part, tensor("embeddings.LayerNorm" + part));
            for (int i = 0; i < config.layers(); i++) {
                String in = "encoder.layer." + i + ".";
                String out = "layer." + i + ".";
                weights.put(out + "qkv" + part, scaledQueries(tensor(in + "attention.self.Wqkv" + part)));
                weights.put(out + "out" + part, tensor(in + "attention.output.dense" + part));
                weights.put(out + "norm1" + part, tensor(in + "attention.output.LayerNorm" + part));
                weights.put(out + "down" + part, tensor(in + "mlp.wo" + part));
                weights.put(out + "norm2" + part, tensor(in + "mlp.layernorm" + part));
            }
        }
        return weights;
    }

    private Weight scaledQueries(Weight qkv) {
        float scale = (float) (1 / Math.sqrt((double) config.width() / config.heads()));
        long width = config.width();
        return Weight.concat(List.of(qkv.rows(0, width).scaled(scale), qkv.rows(width, 3 * width)));
    }

    private Weight tensor(String name) {
        return Weight.of(reader, prefix + name);
    }

    private Map<String, List<Long>> expected() {
        long width = config.width();
        long inner = config.feedForward();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(prefix + EMBEDDING, List.of((long) config.vocabulary(), width));
        shapes.put(prefix + TYPES, List.of((long) config.types(), width));
        pair(shapes, prefix + "embeddings.LayerNorm", List.of(width));
        for (int i = 0; i < config.layers(); i++) {
            String layer = prefix + "encoder.layer." + i + ".";
            pair(shapes, layer + "attention.self.Wqkv", List.of(3 * width, width));
            pair(shapes, layer + "attention.output.dense", List.of(width, width));
            pair(shapes, layer + "attention.output.LayerNorm", List.of(width));
            shapes.put(layer + GATED, List.of(2 * inner, width));
            pair(shapes, layer + "mlp.wo", List.of(width, inner));
            pair(shapes, layer + "mlp.layernorm", List.of(width));
        }
        return shapes;
    }

    private static void pair(Map<String, List<Long>> shapes, String name, List<Long> weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", weight.subList(0, 1));
    }
}
