package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.biojava.nbio.core.exceptions.CompoundNotFoundException;
import org.biojava.nbio.core.sequence.DNASequence;
import org.biojava.nbio.core.sequence.transcription.TranscriptionEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SixFrameTranslatorTest {
    private static final TranscriptionEngine BIOJAVA =
            new TranscriptionEngine.Builder().initMet(false).trimStop(false).build();

    private static final Map<String, String> RESIDUES = new HashMap<>();

    private final SixFrameTranslator translator = new SixFrameTranslator();

    @Test
    void everyCodonReadsAsInBioJava() {
        for (char a : "ACGT".toCharArray()) {
            for (char b : "ACGT".toCharArray()) {
                for (char c : "ACGT".toCharArray()) {
                    String codon = "" + a + b + c;
                    assertThat(translate(codon)).as(codon).isEqualTo(slowly(codon));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ACGT", "ACG", "ACGTacgtN", "ACGTacgtuURYSWKMBDHVNX-.*ryswkmbdhvnx", "ACGACGACGACGACGACGN", "NU-"
            })
    void keepsWhatASlowReadingKeeps(String letters) {
        Random random = new Random(letters.hashCode());
        for (int i = 0; i < 3000; i++) {
            int length = i < 100 ? i / 5 : random.nextInt(1, i % 10 == 0 ? 501 : 60);
            StringBuilder chunk = new StringBuilder();
            for (int at = 0; at < length; at++) {
                chunk.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(translate(chunk.toString())).as("frames of %s", chunk).isEqualTo(slowly(chunk.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "G, TOO_SHORT",
        "AC, TOO_SHORT",
        "NN, TOO_SHORT",
        "NNN, AMBIGUOUS",
        "ACNAC, AMBIGUOUS",
        "UUUUUU, AMBIGUOUS",
        "TAACTAACTAACTAGTTAGTTAGTTA, NO_OPEN_FRAME",
        // Two readable codons, each a stop on one strand: one frame of either strand is closed, the others are empty.
        "TAGNNNCTANNN, NO_OPEN_FRAME",
    })
    void tellsWhyNothingIsKept(String chunk, UnscoredReason reason) {
        assertThat(translate(chunk)).as("frames kept").isEmpty();
        assertThat(translator.reason()).isEqualTo(reason);
    }

    @Test
    void emptyChunkIsTooShort() {
        assertThat(translate("")).isEmpty();
        assertThat(translator.reason()).isEqualTo(UnscoredReason.TOO_SHORT);
    }

    @Test
    void scoredChunkHasNoReason() {
        assertThat(translate("GGG")).hasSize(2);
        assertThatIllegalStateException()
                .isThrownBy(translator::reason)
                .withMessage("the last chunk has 2 frames to score");
    }

    @Test
    void aLongChunkLeavesNothingBehindForAShortOne() {
        translate("ACG".repeat(200));
        assertThat(translate("ACGT")).isEqualTo(slowly("ACGT"));
    }

    private Map<String, String> translate(String chunk) {
        byte[] bytes = (chunk + "ACGTACGT").getBytes(StandardCharsets.ISO_8859_1);
        int mask = translator.translate(bytes, chunk.length());
        Map<String, String> frames = new LinkedHashMap<>();
        for (Frame frame : Frame.ALL) {
            if (frame.in(mask)) {
                String protein = new String(
                        translator.proteinBytes(),
                        translator.proteinStart(frame),
                        translator.proteinLength(frame),
                        StandardCharsets.ISO_8859_1);
                String nucleotides = new String(
                        translator.nucleotideBytes(frame),
                        frame.offset(),
                        translator.nucleotideLength(frame),
                        StandardCharsets.ISO_8859_1);
                frames.put(frame.suffix(), protein + " " + nucleotides);
            }
        }
        return frames;
    }

    /** The original's algorithm, codon by codon, with BioJava's genetic code. */
    private static Map<String, String> slowly(String chunk) {
        String upper = chunk.toUpperCase(Locale.ROOT);
        StringBuilder complement = new StringBuilder();
        for (char c : new StringBuilder(upper).reverse().toString().toCharArray()) {
            int at = "ATCG".indexOf(c);
            complement.append(at < 0 ? c : "TAGC".charAt(at));
        }
        Map<String, String> frames = new LinkedHashMap<>();
        add(frames, "F", upper);
        add(frames, "R", complement.toString());
        return frames;
    }

    private static void add(Map<String, String> frames, String direction, String strand) {
        for (int f = 1; f <= 3; f++) {
            StringBuilder protein = new StringBuilder();
            for (int i = f - 1; i + 3 <= strand.length(); i += 3) {
                protein.append(residue(strand.substring(i, i + 3)));
            }
            if (!protein.isEmpty() && protein.indexOf("*") < 0) {
                int end = Math.min(strand.length(), f + 3 * protein.length());
                frames.put(direction + f, protein + " " + strand.substring(f - 1, end));
            }
        }
    }

    private static String residue(String codon) {
        return codon.matches("[ACGT]{3}") ? RESIDUES.computeIfAbsent(codon, SixFrameTranslatorTest::byBioJava) : "";
    }

    private static String byBioJava(String codon) {
        try {
            return BIOJAVA.translate(new DNASequence(codon)).getSequenceAsString();
        } catch (CompoundNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
