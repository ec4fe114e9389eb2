package org.virnuc.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.calling.confidence.TruthLabels.Truth;
import org.virnuc.sequences.InputException;

class SplitTest {
    private static final Split.Fractions TENTHS = new Split.Fractions(0.1, 0.2);

    private final Map<String, Truth> truths = new LinkedHashMap<>();
    private final Map<String, Long> bases = new LinkedHashMap<>();

    @Test
    void clustersAreNeverSplitAndPartsHaveTheirShare() {
        Random random = new Random(1);
        for (int i = 0; i < 400; i++) {
            add("r" + i, i % 3 == 0, "c" + i % 3 + "-" + i / 7, "g" + i % 4, 500 + random.nextInt(5000));
        }
        Split split = split(1);
        Map<String, Set<Part>> parts = new LinkedHashMap<>();
        truths.forEach((id, truth) ->
                parts.computeIfAbsent(truth.cluster(), name -> new HashSet<>()).add(split.of(id)));
        assertThat(parts.values()).allMatch(some -> some.size() == 1);
        for (boolean viral : new boolean[] {true, false}) {
            assertThat(share(split, viral, Part.TRAINING)).isBetween(0.65, 0.75);
            assertThat(share(split, viral, Part.VALIDATION)).isBetween(0.07, 0.13);
            assertThat(share(split, viral, Part.TEST)).isBetween(0.16, 0.24);
        }
        assertThat(split.records(Part.TEST)).allMatch(id -> split.of(id) == Part.TEST);
        assertThat(split(1).digest()).isEqualTo(split.digest());
        assertThat(split(2).digest()).isNotEqualTo(split.digest());
    }

    @Test
    void threeClustersAreOneForEachPart() {
        for (int i = 0; i < 3; i++) {
            add("v" + i, true, "v" + i, "", i == 0 ? 100_000 : 500);
            add("h" + i, false, "h" + i, "", 500);
        }
        Split split = split(1);
        assertThat(Set.of(split.of("v0"), split.of("v1"), split.of("v2"))).hasSize(3);
        assertThat(Set.of(split.of("h0"), split.of("h1"), split.of("h2"))).hasSize(3);
    }

    @Test
    void tooFewClustersAreRefused() {
        add("v0", true, "a", "", 500);
        add("v1", true, "b", "", 500);
        add("h0", false, "c", "", 500);
        assertThatThrownBy(() -> split(1))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "the viral records are 2 clusters of relatives, and a split by cluster needs 3 of each label,"
                                + " for training, validation and test; add records that are not related to these");
    }

    @Test
    void aLeakIsNamed(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(2);
        String shared = letters(random, 900);
        for (int i = 0; i < 3; i++) {
            add("v" + i, true, "v" + i, "", 1000);
            add("h" + i, false, "h" + i, "", 1000);
            text.append(">v" + i + "\n" + (i == 2 ? letters(random, 900) : shared) + letters(random, 100) + "\n");
            text.append(">h" + i + "\n" + letters(random, 1000) + "\n");
        }
        Relatives relatives = Relatives.of(List.of(Files.writeString(folder.resolve("in.fa"), text)), 500);
        Split split = split(1);
        assertThat(split.of("v0")).isNotEqualTo(split.of("v1"));
        assertThatThrownBy(() -> split.checkLeaks(relatives))
                .isInstanceOf(InputException.class)
                .hasMessage("records v0 (" + split.of("v0").word() + ") and v1 ("
                        + split.of("v1").word() + ") share 90 % of their 21-mers, so the test would know what was"
                        + " trained; give them one cluster, or let `clusters` be found");
    }

    private Split split(long seed) {
        return Split.of(TruthLabels.of(truths), bases, TENTHS, seed);
    }

    private double share(Split split, boolean viral, Part part) {
        long all = 0;
        long of = 0;
        for (Map.Entry<String, Truth> record : truths.entrySet()) {
            if (record.getValue().viral() == viral) {
                all += bases.getOrDefault(record.getKey(), 0L);
                of += split.of(record.getKey()) == part ? bases.getOrDefault(record.getKey(), 0L) : 0;
            }
        }
        return of / (double) all;
    }

    private void add(String id, boolean viral, String cluster, String group, long length) {
        truths.put(id, new Truth(viral, cluster, group));
        bases.put(id, length);
    }

    private static String letters(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("ACGT".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
