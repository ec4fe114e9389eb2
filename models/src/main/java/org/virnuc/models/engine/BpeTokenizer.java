package org.virnuc.models.engine;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.models.ModelException;
import org.virnuc.models.Tokenizer;

/** The tokenizer of a {@code tokenizer.json}, by Hugging Face's own library; sequences of any length, whole, unpadded. */
public final class BpeTokenizer implements Tokenizer {
    /**
     * The library below DJL's own {@code batchEncode}, which also fetches the text and the place of every token: two thirds of
     * its time, for nothing here.
     */
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    /** Sequences handed over at once; bounds what the native side holds. */
    private static final int AT_ONCE = 256;

    private final HuggingFaceTokenizer tokenizer;

    private BpeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Loads a tokenizer.
     *
     * @throws ModelException where the file is not one
     */
    public static BpeTokenizer open(Path json) throws IOException {
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
        int[][] rows = new int[sequences.size()][];
        for (int start = 0; start < rows.length; start += AT_ONCE) {
            List<String> part = sequences.subList(start, Math.min(rows.length, start + AT_ONCE));
            long[] encodings = LIBRARY.batchEncode(tokenizer.getHandle(), part.toArray(new String[0]), true);
            for (int i = 0; i < encodings.length; i++) {
                rows[start + i] = toInts(LIBRARY.getTokenIds(encodings[i]));
                LIBRARY.deleteEncoding(encodings[i]);
            }
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
