package org.virnuc.models.dnaberts;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.models.checkpoint.ModelConfig;

/**
 * The sizes of a DNABERT-S or DNABERT-2 model.
 *
 * @param layers number of transformer layers
 * @param width length of a token's vector
 * @param heads number of attention heads
 * @param feedForward width of each half of the gated MLP
 * @param vocabulary rows of the embedding
 * @param types rows of the token type embedding
 * @param epsilon epsilon of all layer norms
 */
record DnabertSConfig(int layers, int width, int heads, int feedForward, int vocabulary, int types, double epsilon) {

    /**
     * Reads Hugging Face's {@code config.json}. Its {@code position_embedding_type} is ignored, because the published
     * model says "absolute"; {@code alibi_starting_size} shows that positions are ALiBi.
     *
     * @throws org.virnuc.models.ModelException if it describes another architecture, such as BERT with absolute
     *     positions
     */
    static DnabertSConfig read(Path path) throws IOException {
        ModelConfig config = ModelConfig.read(path);
        config.require("model_type", "", "bert", "DNABERT-S");
        config.require("hidden_act", "gelu", "gelu", "DNABERT-S");
        if (!config.has("alibi_starting_size")) {
            throw config.wrong(
                    "alibi_starting_size",
                    "the one of DNABERT-S or DNABERT-2 (a BERT with absolute positions lacks it)");
        }
        DnabertSConfig shape = new DnabertSConfig(
                config.positive("num_hidden_layers"),
                config.positive("hidden_size"),
                config.positive("num_attention_heads"),
                config.positive("intermediate_size"),
                config.positive("vocab_size"),
                config.positive("type_vocab_size"),
                config.number("layer_norm_eps", 1e-12));
        if (shape.width % shape.heads != 0) {
            throw config.wrong("num_attention_heads", "a divisor of hidden_size " + shape.width);
        }
        return shape;
    }

    /** Describes the sizes in messages. */
    String describe() {
        return "DNABERT-S (" + layers + " layers, " + width + " wide, " + heads + " heads)";
    }
}
