package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virnuc.sequences.StretchFinder.Limits;
import org.virnuc.sequences.StretchFinder.Stretch;

class StretchFinderTest {
    private static final Limits ALL = new Limits(Integer.MAX_VALUE, 1);

    /** Chunks of the demo and made-up ones, with what the function {@code stretches} of the training script makes of them. */
    @Test
    void findsWhatTheTrainingScriptFinds() throws IOException {
        List<String> lines = golden();
        int without = 0;
        StretchFinder finder = new StretchFinder(Limits.DEFAULT);
        for (String line : lines) {
            String[] cells = line.split("\t", -1);
            List<String> expected = List.of(cells).subList(1, cells.length);
            assertThat(found(finder, cells[0]))
                    .as("stretches of %s", cells[0])
                    .isEqualTo(expected.equals(List.of("")) ? List.of() : expected);
            without += expected.equals(List.of("")) ? 1 : 0;
        }
        assertThat(lines).hasSizeGreaterThan(60);
        assertThat(without).as("chunks without a stretch").isBetween(3, 20);
    }

    @Test
    void bothStrandsHaveTheSameStretches() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            String chunk = letters(
                    random, i % 3 == 0 ? "ACGTN" : i % 3 == 1 ? "ACGT" : "ACGTacgtRY", 30 + random.nextInt(500));
            String other = reverseComplement(chunk);
            List<String> here = found(new StretchFinder(ALL), chunk);
            assertThat(found(new StretchFinder(ALL), other)).containsExactlyInAnyOrderElementsOf(here);
            Limits few = new Limits(1 + random.nextInt(4), 1 + random.nextInt(30));
            assertThat(residues(few, other)).isEqualTo(residues(few, chunk));
        }
    }

    @Test
    void aStretchIsPartOfItsFrameAndHasNoStop() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            String chunk = letters(random, "ACGTN", 30 + random.nextInt(500));
            byte[] bytes = chunk.getBytes(StandardCharsets.ISO_8859_1);
            for (Stretch stretch : new StretchFinder(ALL).find(bytes, bytes.length)) {
                String strand = stretch.frame().reverse() ? reverseComplement(chunk) : chunk;
                assertThat(strand.startsWith(stretch.nucleotides(), stretch.start()))
                        .isTrue();
                assertThat(stretch.start() % 3).isEqualTo(stretch.frame().offset());
                assertThat(stretch.protein()).matches("[A-Z]+").doesNotContain("X");
                assertThat(stretch.nucleotides().length()
                                - 3 * stretch.protein().length())
                        .isBetween(0, 1);
            }
        }
    }

    @Test
    void aWholeFrameIsItsOwnStretch() {
        Random random = new Random(7);
        SixFrameTranslator translator = new SixFrameTranslator();
        int whole = 0;
        for (int i = 0; i < 300; i++) {
            byte[] chunk = letters(random, "ACGT", 20 + random.nextInt(40)).getBytes(StandardCharsets.ISO_8859_1);
            int mask = translator.translate(chunk, chunk.length);
            List<Stretch> found = new StretchFinder(ALL).find(chunk, chunk.length);
            for (Frame frame : Frame.ALL) {
                if (frame.in(mask)) {
                    whole++;
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
                    assertThat(found).contains(new Stretch(frame, frame.offset(), nucleotides, protein));
                }
            }
        }
        assertThat(whole).isGreaterThan(100);
    }

    @Test
    void chunksOfAnyLengthHaveTheirOwnStretchesOnly() {
        StretchFinder finder = new StretchFinder(ALL);
        assertThat(found(finder, "ACGTACGTACGTACGTACGT")).isNotEmpty();
        for (String none : List.of("", "A", "AC", "NNN", "ACNACNAC")) {
            assertThat(found(finder, none)).as(none).isEmpty();
        }
        assertThat(found(finder, "ACG")).containsExactly("ACG:T", "CGT:R");
    }

    @Test
    void limitsThatFindNothingAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 20));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(3, 0));
    }

    private static List<Integer> residues(Limits limits, String chunk) {
        byte[] bytes = chunk.getBytes(StandardCharsets.ISO_8859_1);
        return new StretchFinder(limits)
                .find(bytes, bytes.length).stream()
                        .map(stretch -> stretch.protein().length())
                        .toList();
    }

    private static List<String> found(StretchFinder finder, String chunk) {
        byte[] bytes = chunk.getBytes(StandardCharsets.ISO_8859_1);
        return finder.find(bytes, bytes.length).stream()
                .map(stretch -> stretch.nucleotides() + ":" + stretch.protein())
                .toList();
    }

    private static String letters(Random random, String from, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(from.charAt(random.nextInt(from.length())));
        }
        return letters.toString();
    }

    private static String reverseComplement(String chunk) {
        StringBuilder reversed = new StringBuilder();
        for (int i = chunk.length() - 1; i >= 0; i--) {
            char base = Character.toUpperCase(chunk.charAt(i));
            int at = "ACGT".indexOf(base);
            reversed.append(at < 0 ? base : "TGCA".charAt(at));
        }
        return reversed.toString();
    }

    private static List<String> golden() throws IOException {
        try (InputStream in = StretchFinderTest.class.getResourceAsStream("/golden/stretches/stretches.tsv")) {
            return new ArrayList<>(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList());
        }
    }
}
