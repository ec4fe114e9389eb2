package org.virnuc.models.engine;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.models.ModelException;
import org.virnuc.models.Tokenizer;

/**
 * The tokenizer that a {@code tokenizer.json} describes, run by Hugging Face's own library. Sequences are neither cut
 * nor padded.
 */
public final class BpeTokenizer implements Tokenizer {
    /**
     * The native interface below DJL's {@code batchEncode}. The latter also fetches the text and position of every
     * token, which takes two thirds of its time and is not needed here.
     */
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private final HuggingFaceTokenizer tokenizer;

    private BpeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Loads a tokenizer.
     *
     * @throws ModelException if the file is not a tokenizer
     */
    public static BpeTokenizer open(Path json) throws IOException {
        NativeEngine.checkLibraries();
        try {
            return new BpeTokenizer(
                    HuggingFaceTokenizer.newInstance(json, Map.of("truncation", "false", "padding", "false")));
        } catch (RuntimeException e) {
            throw new ModelException(
                    json + " cannot be loaded as a tokenizer: " + NativeEngine.rootMessage(e) + "; download it again",
                    e);
        }
    }

    @Override
    public int[][] encode(List<String> sequences) {
        long[] encodings = LIBRARY.batchEncode(tokenizer.getHandle(), sequences.toArray(new String[0]), true);
        int[][] rows = new int[encodings.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = toInts(LIBRARY.getTokenIds(encodings[i]));
            LIBRARY.deleteEncoding(encodings[i]);
        }
        return rows;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] toInts(long[] ids) {
        int[] row = new int[ids.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.toIntExact(ids[i]);
        }
        return row;
    }
}
