package org.virnuc.models.family;

import java.io.IOException;
import org.virnuc.models.Tokenizer;

/**
 * One encoder as its config describes it. Its graph maps token ids {@code [B, T]} (int64, negative in padding) to fp32
 * vectors {@code [B, dimension()]}.
 */
public interface EncoderBlueprint extends ModelBlueprint {

    /**
     * Loads the tokenizer; the caller closes it.
     *
     * @throws org.virnuc.models.ModelException if the file is not a tokenizer
     */
    Tokenizer tokenizer() throws IOException;
}
