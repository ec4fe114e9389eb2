package org.virnuc.models.esm2;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.models.checkpoint.ModelConfig;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.checkpoint.ModelFiles.Publisher;

/**
 * The sizes of an ESM-2 model.
 *
 * @param layers number of transformer layers
 * @param width length of a token's vector
 * @param heads number of attention heads
 * @param feedForward width inside the MLP
 * @param vocabulary rows of the embedding
 * @param epsilon epsilon of all layer norms
 * @param tokenDropout whether training masked tokens, so that embeddings are scaled by 0.88
 */
record Esm2Config(
        int layers, int width, int heads, int feedForward, int vocabulary, double epsilon, boolean tokenDropout) {

    /** Factor on embeddings under token dropout: 15 % of tokens were chosen, and 80 % of those masked. */
    static final double DROPOUT_SCALE = 1 - 0.15 * 0.8;

    /**
     * The sizes of a model, from its config or, if it has none, from its weights file.
     *
     * @throws org.virnuc.models.ModelException if it has another architecture, or its sizes cannot be determined
     */
    static Esm2Config of(ModelFiles files) throws IOException {
        return files.publisher() == Publisher.FAIR_ESM ? FairEsm.config(files.weights()) : read(files.config());
    }

    /**
     * Reads Hugging Face's {@code config.json}.
     *
     * @throws org.virnuc.models.ModelException if it describes another architecture, such as ESM-1b or ESMFold
     */
    static Esm2Config read(Path path) throws IOException {
        ModelConfig config = ModelConfig.read(path);
        config.require("model_type", "", "esm", "ESM-2");
        config.require("position_embedding_type", "absolute", "rotary", "ESM-2 (ESM-1b has absolute positions)");
        config.require("hidden_act", "gelu", "gelu", "ESM-2");
        config.require("emb_layer_norm_before", "false", "false", "ESM-2");
        config.require("is_folding_model", "false", "false", "ESM-2 (ESMFold is not an encoder)");
        Esm2Config shape = new Esm2Config(
                config.positive("num_hidden_layers"),
                config.positive("hidden_size"),
                config.positive("num_attention_heads"),
                config.positive("intermediate_size"),
                config.positive("vocab_size"),
                config.number("layer_norm_eps", 1e-5),
                config.flag("token_dropout", false));
        if (shape.width % (2 * shape.heads) != 0) {
            throw config.wrong("num_attention_heads", "heads of an even width that divide hidden_size " + shape.width);
        }
        return shape;
    }

    /** Describes the sizes in messages. */
    String describe() {
        return "ESM-2 (" + layers + " layers, " + width + " wide, " + heads + " heads)";
    }
}
