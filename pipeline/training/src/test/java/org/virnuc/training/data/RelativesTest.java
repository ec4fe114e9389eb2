package org.virnuc.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.TruthLabels;

class RelativesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Random random = new Random(3);

    @Test
    void relativesOfRelativesAreOneCluster() throws IOException {
        String a = letters(4000);
        String b = a.substring(0, 2000) + letters(2000);
        String c = b.substring(2500) + letters(1000);
        String other = letters(4000);
        Path file = fasta("a", a, "alone", other, "b", mutated(b, 60), "c", reversed(c));
        Relatives relatives = Relatives.of(List.of(file), 500);
        assertThat(relatives.links())
                .extracting(Relatives.Link::one, Relatives.Link::other)
                .containsExactly(tuple("a", "b"), tuple("b", "c"));
        assertThat(relatives.links().get(0).share()).isCloseTo(0.35, within(0.15));
        assertThat(relatives.bases()).containsEntry("c", 2500L).hasSize(4);
        assertThat(relatives.frames()).containsKeys("a", "b", "c", "alone");
        TruthLabels labels = relatives.clustered(
                TruthLabels.of(List.of(new TruthLabels.Source(file, Optional.of(true))), Optional.empty()));
        assertThat(labels.of("c").cluster()).isEqualTo("a");
        assertThat(labels.of("b").cluster()).isEqualTo("a");
        assertThat(labels.of("alone").cluster()).isEqualTo("alone");
        assertThat(labels.of("c").viral()).isTrue();
    }

    @Test
    void aFewSharedWordsAreNoRelation() throws IOException {
        String a = letters(10_000);
        Path file =
                fasta("a", a, "b", a.substring(0, 200) + letters(9_800), "n", "N".repeat(500), "m", "N".repeat(500));
        assertThat(Relatives.of(List.of(file), 500).links()).isEmpty();
    }

    /** Beyond 16 million words only those with small hashes are kept, in every record the same. */
    @Test
    void manyRecordsAreSampledAlike() {
        Sketches sketches = new Sketches();
        byte[] twin = letters(3_000_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 6; i++) {
            sketches.add(letters(3_000_000).getBytes(StandardCharsets.US_ASCII), 3_000_000);
        }
        sketches.add(twin, twin.length);
        sketches.add(twin, twin.length);
        long[] sorted = sketches.sorted();
        long twins = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (Sketches.hash(sorted, i) == Sketches.hash(sorted, i - 1)) {
                twins += Sketches.record(sorted[i]) == 7 && Sketches.record(sorted[i - 1]) == 6 ? 1 : 0;
            }
        }
        assertThat(sorted.length).isBetween(11_000_000, 13_000_000);
        assertThat(twins).isBetween(1_400_000L, 1_600_000L);
    }

    private Path fasta(String... idsAndLetters) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < idsAndLetters.length; i += 2) {
            text.append('>')
                    .append(idsAndLetters[i])
                    .append('\n')
                    .append(idsAndLetters[i + 1])
                    .append('\n');
        }
        return Files.writeString(folder.resolve("in.fa"), text);
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("ACGT".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    /** With a different letter at every place in {@code every}. */
    private static String mutated(String letters, int every) {
        StringBuilder text = new StringBuilder(letters);
        for (int i = every; i < letters.length(); i += every) {
            text.setCharAt(i, letters.charAt(i) == 'A' ? 'C' : 'A');
        }
        return text.toString();
    }

    private static String reversed(String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = letters.length() - 1; i >= 0; i--) {
            text.append("TGCA".charAt("ACGT".indexOf(letters.charAt(i))));
        }
        return text.toString();
    }
}
