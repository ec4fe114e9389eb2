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
 * Byte pairs between {@code [CLS]} and {@code [SEP]}, the whole sequence however long. Case matters: letters other than
 * upper-case A, C, G, T are unknown, one token each. Hugging Face's library decides; words of letters alone, which is what DNA
 * is, are merged by {@link PairMerges}, which does the same faster.
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
     * The tokenizer of a model folder.
     *
     * @param json {@code tokenizer.json}
     * @throws ModelException where the file is not there or not a tokenizer
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
                            json + " is no tokenizer of DNABERT-S (" + e.getMessage() + "); download it again", e);
        }
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
