package org.virnuc.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.files.Digests;
import org.virnuc.sequences.InputException;

/**
 * Splits labelled records into training, validation and test. All records of a cluster go to one part. Clusters are
 * assigned in an order drawn from a seed, group by group, each to the part that lacks most frames of its label. A cluster
 * with more than a third of the frames meant for validation or test goes to training, so that those parts have several.
 */
public final class Split {
    /** A label needs one cluster in every part. */
    private static final int LEAST_CLUSTERS = Part.values().length;

    /** The least number of frames of a cluster that is added to a part because the part has too few clusters. */
    private static final int LEAST_FRAMES = 10;

    private final Map<String, Part> byRecord;

    private Split(Map<String, Part> byRecord) {
        this.byRecord = byRecord;
    }

    /** All records with one cluster. */
    private record Cluster(String name, boolean viral, String group, long frames) {}

    /**
     * Splits records.
     *
     * @param frames number of open reading frames of each record
     * @param fractions share of the frames for validation and for test; the rest is for training
     * @throws InputException if a label has fewer clusters than parts
     */
    public static Split of(TruthLabels labels, Map<String, Long> frames, Fractions fractions, long seed) {
        Map<String, Part> byCluster = new LinkedHashMap<>();
        List<Cluster> clusters = clusters(labels, frames);
        for (boolean viral : new boolean[] {true, false}) {
            List<Cluster> ofLabel =
                    clusters.stream().filter(c -> c.viral() == viral).toList();
            check(viral, ofLabel.size());
            deal(ofLabel, fractions, seed, byCluster);
        }
        Map<String, Part> byRecord = new LinkedHashMap<>();
        for (String id : labels.ids()) {
            byRecord.put(id, byCluster.get(labels.of(id).cluster()));
        }
        return new Split(byRecord);
    }

    /** Shares of all frames. */
    public record Fractions(double validation, double test) {
        double of(Part part) {
            return switch (part) {
                case TRAINING -> 1 - validation - test;
                case VALIDATION -> validation;
                case TEST -> test;
            };
        }
    }

    private static void check(boolean viral, int clusters) {
        if (clusters < LEAST_CLUSTERS) {
            throw new InputException("the " + (viral ? "viral" : "host") + " records are " + clusters
                    + (clusters == 1 ? " cluster" : " clusters") + " of relatives, and a split by cluster needs "
                    + LEAST_CLUSTERS + " of each label, for training, validation and test; add records that are not"
                    + " related to these");
        }
    }

    /** A cluster with records of both labels counts with the label that has more frames. */
    private static List<Cluster> clusters(TruthLabels labels, Map<String, Long> frames) {
        Map<String, long[]> sizes = new TreeMap<>();
        Map<String, String> groups = new TreeMap<>();
        for (String id : labels.ids()) {
            TruthLabels.Truth truth = labels.of(id);
            sizes.computeIfAbsent(truth.cluster(), name -> new long[2])[truth.viral() ? 1 : 0] +=
                    frames.getOrDefault(id, 0L);
            groups.putIfAbsent(truth.cluster(), truth.group());
        }
        List<Cluster> clusters = new ArrayList<>();
        sizes.forEach((name, size) ->
                clusters.add(new Cluster(name, size[1] > size[0], groups.getOrDefault(name, ""), size[0] + size[1])));
        return clusters;
    }

    private static void deal(List<Cluster> clusters, Fractions fractions, long seed, Map<String, Part> dealt) {
        double all = clusters.stream().mapToLong(Cluster::frames).sum();
        double large = all * Math.min(fractions.validation(), fractions.test()) / LEAST_CLUSTERS;
        List<Cluster> order = new ArrayList<>(clusters);
        order.sort(Comparator.<Cluster, Boolean>comparing(cluster -> cluster.frames() <= large)
                .thenComparing(Cluster::group)
                .thenComparing(cluster -> Digests.ofText(seed + " " + cluster.name()))
                .thenComparing(Cluster::name));
        Map<Part, List<Cluster>> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            parts.put(part, new ArrayList<>());
        }
        for (Cluster cluster : order) {
            Part most = cluster.frames() > large ? Part.TRAINING : mostLacking(parts, fractions, all);
            parts.getOrDefault(most, new ArrayList<>()).add(cluster);
        }
        fill(parts, Part.VALIDATION, all * fractions.validation() / 2);
        fill(parts, Part.TEST, all * fractions.test() / 2);
        fillEmpty(parts);
        parts.forEach((part, some) -> some.forEach(cluster -> dealt.put(cluster.name(), part)));
    }

    /** Gives a part without a cluster one of the part that has most. */
    private static void fillEmpty(Map<Part, List<Cluster>> parts) {
        for (List<Cluster> part : parts.values()) {
            if (part.isEmpty()) {
                List<Cluster> richest = Collections.max(parts.values(), Comparator.comparingInt(List::size));
                part.add(richest.remove(richest.size() - 1));
            }
        }
    }

    private static Part mostLacking(Map<Part, List<Cluster>> parts, Fractions fractions, double all) {
        return Collections.max(
                parts.keySet(), Comparator.comparingDouble(part -> all * fractions.of(part) - frames(parts.get(part))));
    }

    private static double frames(@Nullable List<Cluster> clusters) {
        return clusters == null
                ? 0
                : clusters.stream().mapToLong(Cluster::frames).sum();
    }

    /** Moves the smallest clusters of training, but none that is too small, to a part until that has enough frames. */
    private static void fill(Map<Part, List<Cluster>> parts, Part part, double least) {
        List<Cluster> training = Objects.requireNonNull(parts.get(Part.TRAINING));
        List<Cluster> filled = Objects.requireNonNull(parts.get(part));
        while (training.size() > 1 && (filled.isEmpty() || frames(filled) < least)) {
            Cluster smallest = Collections.min(
                    training,
                    Comparator.<Cluster, Boolean>comparing(cluster -> cluster.frames() < LEAST_FRAMES)
                            .thenComparingLong(Cluster::frames)
                            .thenComparing(Cluster::name));
            if (!filled.isEmpty() && 2 * smallest.frames() > frames(training)) {
                return;
            }
            training.remove(smallest);
            filled.add(smallest);
        }
    }

    /** The part of a record. */
    public Part of(String id) {
        Part part = byRecord.get(id);
        if (part == null) {
            throw new IllegalStateException("record " + id + " is in no part");
        }
        return part;
    }

    /** The ids of the records of a part. */
    public Set<String> records(Part part) {
        Set<String> ids = new TreeSet<>();
        byRecord.forEach((id, of) -> {
            if (of == part) {
                ids.add(id);
            }
        });
        return ids;
    }

    /**
     * Checks that no record is related by sequence to a record of another part, which given clusters may allow.
     *
     * @throws InputException naming the closest two
     */
    public void checkLeaks(Relatives relatives) {
        relatives.links().stream()
                .filter(link -> of(link.one()) != of(link.other()))
                .max(Comparator.comparingDouble(Relatives.Link::share))
                .ifPresent(link -> {
                    throw new InputException("records " + link.one() + " ("
                            + of(link.one()).word() + ") and "
                            + link.other() + " (" + of(link.other()).word() + ") share "
                            + Math.round(100 * link.share()) + " % of their 21-mers, so the test would know what was"
                            + " trained; give them one cluster, or let `clusters` be found");
                });
    }

    /** A digest of the part of every record. */
    public String digest() {
        StringBuilder text = new StringBuilder();
        byRecord.forEach((id, part) -> text.append(id).append('\t').append(part).append('\n'));
        return Digests.ofText(text.toString());
    }
}
