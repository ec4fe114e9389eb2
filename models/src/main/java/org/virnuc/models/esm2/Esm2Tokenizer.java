package org.virnuc.models.esm2;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.virnuc.models.ModelException;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.ModelFiles;

/**
 * Tokenizes proteins: one id per residue between {@code <cls>} and {@code <eos>}. Case matters: lower-case letters
 * count as unknown, like all letters that are not in the vocabulary. Sequences are not cut.
 */
final class Esm2Tokenizer implements Tokenizer {
    /** ESM-2's own vocabulary, for checkpoints without one. */
    static final List<String> STANDARD = List.of(
            "<cls> <pad> <eos> <unk> L A G V S E R T I D P K Q N F Y M H W C X B U Z O . - <null_1> <mask>".split(" "));

    /** Limit of a vocabulary in bytes; ESM-2's own has 93. */
    private static final int LONGEST = 1 << 20;

    private final int[] ids = new int[256];
    private final int cls;
    private final int eos;
    private final int unknown;

    private Esm2Tokenizer(Path path, List<String> vocabulary) {
        cls = special(path, vocabulary, "<cls>");
        eos = special(path, vocabulary, "<eos>");
        unknown = special(path, vocabulary, "<unk>");
        Arrays.fill(ids, unknown);
        for (int id = 0; id < vocabulary.size(); id++) {
            String token = vocabulary.get(id);
            if (token.length() == 1 && token.charAt(0) < ids.length) {
                ids[token.charAt(0)] = id;
            }
        }
    }

    /** The tokenizer of a model. */
    static Esm2Tokenizer of(ModelFiles files, Esm2Config config) throws IOException {
        return read(files.tokenizer(), config.vocabulary());
    }

    /**
     * Reads the tokenizer of a model folder.
     *
     * @param vocabulary {@code vocab.txt}, one token per line, whose id is the line number from 0; if it does not
     *     exist, ESM-2's own vocabulary is used
     * @param size rows of the model's embedding
     * @throws ModelException if the vocabulary lacks a special token or has more tokens than the model, or if it does
     *     not exist and the model's size differs from that of ESM-2's own vocabulary
     */
    static Esm2Tokenizer read(Path vocabulary, int size) throws IOException {
        boolean given = Files.exists(vocabulary);
        if (!given && size != STANDARD.size()) {
            throw new ModelException(vocabulary + " is not there, and the model knows " + size
                    + " tokens; ESM-2's own vocabulary, which needs no file, has " + STANDARD.size()
                    + "; expected the vocab.txt that was published with the weights");
        }
        List<String> tokens = given ? lines(vocabulary) : STANDARD;
        if (tokens.size() > size) {
            throw new ModelException(vocabulary + " has " + tokens.size() + " tokens, but the model knows " + size
                    + "; check that vocabulary and weights belong together");
        }
        return new Esm2Tokenizer(vocabulary, tokens);
    }

    private static List<String> lines(Path vocabulary) throws IOException {
        long bytes = Files.size(vocabulary);
        if (bytes > LONGEST) {
            throw new ModelException(vocabulary + " has " + bytes + " bytes; expected a vocabulary of at most "
                    + LONGEST + ", one token a line; download it again");
        }
        try {
            return Files.readAllLines(vocabulary);
        } catch (CharacterCodingException e) {
            throw new ModelException(
                    vocabulary + " is not UTF-8; expected a vocabulary, one token a line; download it again", e);
        }
    }

    @Override
    public int[][] encode(List<String> sequences) {
        int[][] rows = new int[sequences.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = encode(sequences.get(i));
        }
        return rows;
    }

    int cls() {
        return cls;
    }

    int eos() {
        return eos;
    }

    private int[] encode(String sequence) {
        int residues = sequence.length();
        int[] row = new int[residues + 2];
        row[0] = cls;
        for (int i = 0; i < residues; i++) {
            char residue = sequence.charAt(i);
            row[i + 1] = residue < ids.length ? ids[residue] : unknown;
        }
        row[residues + 1] = eos;
        return row;
    }

    private static int special(Path path, List<String> vocabulary, String token) {
        int id = vocabulary.indexOf(token);
        if (id < 0) {
            throw new ModelException(path + " has no " + token + "; expected the vocabulary of an ESM-2 model");
        }
        return id;
    }
}
