package org.virnuc.models.family;

import java.io.IOException;
import org.virnuc.models.Tokenizer;

/**
 * One encoder as its config describes it. Its graph takes token ids {@code [B, T]} (int64, negative where a row has ended) and
 * gives fp32 vectors {@code [B, dimension()]}.
 */
public interface EncoderBlueprint extends ModelBlueprint {

    /**
     * Loads the tokenizer; whoever asked for it closes it.
     *
     * @throws org.virnuc.models.ModelException where its file is not a tokenizer
     */
    Tokenizer tokenizer() throws IOException;
}
