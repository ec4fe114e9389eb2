package org.virnuc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sequences that no organism has keep of the real ones, and what they lose. */
class OddSequencesTest {
    private static final int RECORDS = 3;
    private static final int LENGTH = 3_000;

    private final Path folder;
    private final Map<String, String> real = new LinkedHashMap<>();
    private final Map<String, String> odd = new LinkedHashMap<>();

    OddSequencesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void make() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            // Words, so that pairs and codons are not those of random letters.
            String letters = random.ints(LENGTH / 3, 0, 4)
                    .mapToObj(word -> new String[] {"AAA", "ACG", "GAT", "TTC"}[word])
                    .collect(Collectors.joining());
            real.put("r" + i, letters);
        }
        odd.putAll(records(written("odd.fa", fasta(), RECORDS)));
    }

    @Test
    void thereIsOneOfEachKindForEachRecord() {
        assertThat(odd).hasSize(RECORDS * OddSequences.kinds().size());
        for (String kind : OddSequences.kinds()) {
            for (int i = 0; i < RECORDS; i++) {
                assertThat(odd).containsKey(kind + "|" + i);
            }
        }
    }

    @Test
    void allButAdaptersAreAsLongAsTheRealOnes() {
        odd.forEach((id, letters) -> {
            assertThat(letters).as(id).matches("[ACGT]+");
            if (!id.startsWith("adapters")) {
                assertThat(letters).as(id).hasSize(LENGTH);
            }
        });
        assertThat(odd.get("adapters|0")).hasSizeBetween(600, 2_000);
    }

    @Test
    void shuffledSequenceKeepsLetters() {
        assertThat(words("shuffled|0", 1, 1)).isEqualTo(words(real(0), 1, 1));
        assertThat(words("shuffled|0", 2, 1)).isNotEqualTo(words(real(0), 2, 1));
    }

    @Test
    void shuffledPairsKeepPairsOfNeighboursAndLoseTheirOrder() {
        for (int i = 0; i < RECORDS; i++) {
            assertThat(words("shuffled-pairs|" + i, 2, 1)).isEqualTo(words(real(i), 2, 1));
            assertThat(odd.get("shuffled-pairs|" + i)).isNotEqualTo(real(i));
        }
    }

    @Test
    void shuffledCodonsKeepCodonsAndLoseTheirOrder() {
        assertThat(words("shuffled-codons|1", 3, 3)).isEqualTo(words(real(1), 3, 3));
        assertThat(odd.get("shuffled-codons|1")).isNotEqualTo(real(1));
    }

    @Test
    void reversedSequenceIsNotComplemented() {
        assertThat(odd.get("reversed|2"))
                .isEqualTo(new StringBuilder(real(2)).reverse().toString());
    }

    @Test
    void homopolymersAreOneLetterButForErrors() {
        Map<String, Long> letters = words("homopolymer|0", 1, 1);
        assertThat(letters.values().stream().mapToLong(Long::longValue).max().orElseThrow())
                .isBetween((long) (0.96 * LENGTH), (long) LENGTH);
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        assertThat(written("again.fa", fasta(), RECORDS)).hasSameBinaryContentAs(folder.resolve("odd.fa"));
    }

    @Test
    void recordsAreEvenlySpacedAndPiecesAreNoLongerThanTenKilobases() throws IOException {
        String text = ">short\n" + "ACGTN".repeat(100) + "\n>long\n" + "GATTACA".repeat(2_000) + "\n";
        Map<String, String> made = records(written("two.fa", text, 2));
        assertThat(made.get("shuffled|0")).hasSize(400);
        assertThat(made.get("shuffled|1")).hasSize(10_000);
        assertThat(records(written("one.fa", text, 1)).keySet()).allMatch(id -> id.endsWith("|0"));
    }

    private String real(int record) {
        return real.getOrDefault("r" + record, "");
    }

    private String fasta() {
        return real.entrySet().stream()
                .map(record -> ">" + record.getKey() + "\n" + record.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private Path written(String name, String text, int most) throws IOException {
        Path input = Files.writeString(folder.resolve("of-" + name), text);
        Path target = folder.resolve(name);
        new OddSequences().write(input, most, target);
        return target;
    }

    private static Map<String, String> records(Path file) throws IOException {
        Map<String, String> records = new LinkedHashMap<>();
        String id = "";
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(">")) {
                id = line.substring(1);
            } else {
                records.merge(id, line, String::concat);
            }
        }
        return records;
    }

    /** How often words of some letters occur that begin at each {@code step}-th letter. */
    private Map<String, Long> words(String idOrLetters, int size, int step) {
        String letters = odd.getOrDefault(idOrLetters, idOrLetters);
        Map<String, Long> counts = new TreeMap<>();
        for (int from = 0; from + size <= letters.length(); from += step) {
            counts.merge(letters.substring(from, from + size), 1L, Long::sum);
        }
        return counts;
    }
}
