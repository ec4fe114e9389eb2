package org.virnuc.models.esm2;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.TensorCheck;
import org.virnuc.models.torchscript.Weight;

/**
 * Maps the tensors of an ESM-2 checkpoint, in Hugging Face's or fair-esm's naming, to the names that the graph uses. A
 * prefix of the names, such as {@code esm.} or {@code encoder.sentence_encoder.}, is detected.
 */
final class Esm2Weights {
    /** Tensors that the mean vector does not need: other heads, and tables that can be computed. */
    private static final Pattern HARMLESS = Pattern.compile("(.*\\.)?(lm_head\\..*|contact_head\\..*|pooler\\..*"
            + "|position_embeddings\\.weight|position_ids|rotary_embeddings\\.inv_freq|rot_emb\\.inv_freq)");

    private final CheckpointReader reader;
    private final Esm2Config config;
    private final Names names;
    private final String prefix;

    private Esm2Weights(CheckpointReader reader, Esm2Config config, Names names) {
        this.reader = reader;
        this.config = config;
        this.names = names;
        this.prefix = TensorCheck.prefixOf(reader, names.embedding);
    }

    /**
     * Checks a checkpoint against the config.
     *
     * @throws org.virnuc.models.ModelException naming every tensor that is missing, misshaped or unexpected
     */
    static Esm2Weights of(Path path, CheckpointReader reader, Esm2Config config) {
        TensorCheck.verifyLayers(path, config.describe(), reader, config.layers());
        boolean fair = reader.tensors().keySet().stream().anyMatch(name -> name.endsWith(Names.FAIR.embedding));
        Esm2Weights weights = new Esm2Weights(reader, config, fair ? Names.FAIR : Names.HUGGING_FACE);
        TensorCheck.verify(path, config.describe(), reader, weights.expected(), HARMLESS);
        return weights;
    }

    /** The number of weights that take part in the computation. */
    static long parameters(Esm2Config config) {
        long width = config.width();
        long layer = 4 * width * (width + 1) + 4 * width + (long) config.feedForward() * (2 * width + 1) + width;
        return config.layers() * layer + (config.vocabulary() + 2) * width;
    }

    /**
     * The weights by the graph's names: projections are concatenated, and the attention scale is folded into the
     * queries.
     */
    Map<String, Weight> byGraphName() {
        float scale = (float) (1 / Math.sqrt((double) config.width() / config.heads()));
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put("embedding", Weight.of(reader, prefix + names.embedding));
        for (String part : new String[] {".weight", ".bias"}) {
            weights.put("norm" + part, Weight.of(reader, prefix + names.norm + part));
            for (int i = 0; i < config.layers(); i++) {
                String in = prefix + names.layer.formatted(i);
                String out = "layer." + i + ".";
                Weight query = Weight.of(reader, in + names.query + part).scaled(scale);
                Weight key = Weight.of(reader, in + names.key + part);
                Weight value = Weight.of(reader, in + names.value + part);
                weights.put(out + "qkv" + part, Weight.concat(List.of(query, key, value)));
                weights.put(out + "norm1" + part, Weight.of(reader, in + names.norm1 + part));
                weights.put(out + "out" + part, Weight.of(reader, in + names.out + part));
                weights.put(out + "norm2" + part, Weight.of(reader, in + names.norm2 + part));
                weights.put(out + "up" + part, Weight.of(reader, in + names.up + part));
                weights.put(out + "down" + part, Weight.of(reader, in + names.down + part));
            }
        }
        return weights;
    }

    private Map<String, List<Long>> expected() {
        long width = config.width();
        long inner = config.feedForward();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(prefix + names.embedding, List.of((long) config.vocabulary(), width));
        pair(shapes, prefix + names.norm, List.of(width));
        for (int i = 0; i < config.layers(); i++) {
            String layer = prefix + names.layer.formatted(i);
            for (String linear : new String[] {names.query, names.key, names.value, names.out}) {
                pair(shapes, layer + linear, List.of(width, width));
            }
            pair(shapes, layer + names.norm1, List.of(width));
            pair(shapes, layer + names.norm2, List.of(width));
            pair(shapes, layer + names.up, List.of(inner, width));
            pair(shapes, layer + names.down, List.of(width, inner));
        }
        return shapes;
    }

    private static void pair(Map<String, List<Long>> shapes, String name, List<Long> weight) {
        shapes.put(name + ".weight", weight);
        shapes.put(name + ".bias", weight.subList(0, 1));
    }

    /** The names of all parts in one of the two published namings. */
    record Names(
            String embedding,
            String norm,
            String layer,
            String norm1,
            String query,
            String key,
            String value,
            String out,
            String norm2,
            String up,
            String down) {

        static final Names HUGGING_FACE = new Names(
                "embeddings.word_embeddings.weight",
                "encoder.emb_layer_norm_after",
                "encoder.layer.%d.",
                "attention.LayerNorm",
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
                "attention.output.dense",
                "LayerNorm",
                "intermediate.dense",
                "output.dense");

        static final Names FAIR = new Names(
                "embed_tokens.weight",
                "emb_layer_norm_after",
                "layers.%d.",
                "self_attn_layer_norm",
                "self_attn.q_proj",
                "self_attn.k_proj",
                "self_attn.v_proj",
                "self_attn.out_proj",
                "final_layer_norm",
                "fc1",
                "fc2");
    }
}
