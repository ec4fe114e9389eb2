package org.virnuc.models.dnaberts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnuc.models.ModelException;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.engine.BpeTokenizer;

/**
 * Byte pairs between {@code [CLS]} and {@code [SEP]}, the whole sequence however long. Case matters: letters other than
 * upper-case A, C, G, T are unknown, one token each.
 */
public final class DnabertSTokenizer implements Tokenizer {
    private final Tokenizer pairs;

    private DnabertSTokenizer(Tokenizer pairs) {
        this.pairs = pairs;
    }

    /**
     * The tokenizer of a model folder.
     *
     * @param json {@code tokenizer.json}
     * @throws ModelException where the file is not there or not a tokenizer
     */
    public static DnabertSTokenizer read(Path json) throws IOException {
        require(json);
        return new DnabertSTokenizer(BpeTokenizer.open(json));
    }

    /**
     * Checks that there is a tokenizer, without loading it.
     *
     * @throws ModelException where there is none
     */
    static void require(Path json) {
        if (!Files.isRegularFile(json)) {
            throw new ModelException(json + " is not there; expected the tokenizer that the weights were trained with");
        }
    }

    @Override
    public int[][] encode(List<String> sequences) {
        return pairs.encode(sequences);
    }

    @Override
    public void close() {
        pairs.close();
    }
}
