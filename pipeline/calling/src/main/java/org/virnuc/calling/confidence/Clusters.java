package org.virnuc.calling.confidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Numbers the clusters of labelled records. The same records in any order give the same numbers and folds. */
final class Clusters {
    private final Map<String, Integer> numbers = new TreeMap<>();
    private final Map<String, Integer> groups = new TreeMap<>();
    private final List<Integer> groupOf = new ArrayList<>();

    Clusters(List<LabelledRecord> records) {
        Map<String, Map<String, Long>> clusters = new TreeMap<>();
        for (LabelledRecord record : records) {
            clusters.computeIfAbsent(label(record) + record.group(), group -> new TreeMap<>())
                    .putIfAbsent(key(record), checksum(key(record)));
        }
        // Numbers go through the groups of a label, and within a group in an order that is as good as random.
        clusters.forEach((group, members) -> {
            List<String> shuffled = new ArrayList<>(members.keySet());
            shuffled.sort(Comparator.comparing(members::get));
            for (String cluster : shuffled) {
                if (numbers.putIfAbsent(cluster, numbers.size()) == null) {
                    groupOf.add(groups.computeIfAbsent(group, g -> groups.size()));
                }
            }
        });
    }

    int of(LabelledRecord record) {
        Integer number = numbers.get(key(record));
        if (number == null) {
            throw new IllegalStateException("a record of no cluster");
        }
        return number;
    }

    /** The fold of a cluster: clusters of a group are distributed over the folds in turn. */
    static int fold(int cluster, int folds) {
        return cluster % folds;
    }

    /** The number of a cluster's label and group; a cluster in several groups counts for the first. */
    int group(int cluster) {
        return groupOf.get(cluster);
    }

    /** The number of groups of both labels. */
    int groups() {
        return groups.size();
    }

    private static String key(LabelledRecord record) {
        return label(record) + record.cluster();
    }

    private static String label(LabelledRecord record) {
        return record.viral() ? "viral " : "host ";
    }

    private static long checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
