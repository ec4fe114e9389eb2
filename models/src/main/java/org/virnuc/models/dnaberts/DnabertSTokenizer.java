package org.virnuc.models.dnaberts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelException;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.JsonText;
import org.virnuc.models.engine.BpeTokenizer;

/**
 * Tokenizes DNA into byte pairs between {@code [CLS]} and {@code [SEP]}; sequences are not cut. Case matters: letters
 * other than upper-case A, C, G and T are unknown, one token each. Hugging Face's library defines the result. Words
 * that consist only of letters, as DNA does, are merged by {@link PairMerges}, which gives the same result faster.
 */
final class DnabertSTokenizer implements Tokenizer {
    private final Tokenizer library;
    private final @Nullable PairMerges merges;
    private final int first;
    private final int last;

    private DnabertSTokenizer(Path json, Tokenizer library, @Nullable PairMerges merges) {
        int[] frame = library.encode(List.of("A"))[0];
        if (frame.length != 3) {
            throw new ModelException(json + " makes " + frame.length
                    + " tokens of the sequence A; expected 3 ([CLS], A, [SEP]), as the tokenizer of DNABERT-S does");
        }
        this.library = library;
        this.merges = merges;
        this.first = frame[0];
        this.last = frame[2];
    }

    /**
     * Reads the tokenizer of a model folder.
     *
     * @param json {@code tokenizer.json}
     * @throws ModelException if the file does not exist or is not a tokenizer
     */
    static DnabertSTokenizer read(Path json) throws IOException {
        require(json);
        JsonNode root = JsonText.read(json);
        TokenizerCheck.verify(json, root);
        Tokenizer library = BpeTokenizer.open(json);
        try {
            return new DnabertSTokenizer(json, library, PairMerges.of(root));
        } catch (RuntimeException e) {
            library.close();
            throw e instanceof ModelException
                    ? e
                    : new ModelException(
                            json + " is not a tokenizer of DNABERT-S (" + e.getMessage() + "); download it again", e);
        }
    }

    /**
     * Checks that the tokenizer's file exists, without loading it.
     *
     * @throws ModelException if it does not exist
     */
    static void require(Path json) {
        if (!Files.isRegularFile(json)) {
            throw new ModelException(json + " is not there; expected the tokenizer that the weights were trained with");
        }
    }

    @Override
    public int[][] encode(List<String> sequences) {
        int[][] rows = new int[sequences.size()][];
        for (int i = 0; i < rows.length; i++) {
            String sequence = sequences.get(i);
            rows[i] = merges != null && merges.covers(sequence)
                    ? merges.encode(sequence, first, last)
                    : library.encode(List.of(sequence))[0];
        }
        return rows;
    }

    @Override
    public void close() {
        library.close();
    }
}
