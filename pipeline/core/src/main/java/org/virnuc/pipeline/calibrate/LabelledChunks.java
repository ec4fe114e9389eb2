package org.virnuc.pipeline.calibrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.calling.confidence.TruthLabels.Truth;
import org.virnuc.files.Digests;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.sequences.InputException;

/**
 * Chunks of labelled records with their features, standardized, and dealt out to folds: clusters of either label in turn,
 * group by group. All chunks of a cluster are in one fold.
 */
final class LabelledChunks {
    /** Standardized features are cut off at this number and its opposite. */
    static final double CLIP = 6;

    private static final int FOLDS = 5;
    private static final int LEAST_CLUSTERS = 3;
    private static final int LEAST_CHUNKS = 50;
    private static final double LEAST_SCALE = 1e-6;

    private final List<Chunk> chunks;
    private final int folds;
    private final float[] mean;
    private final float[] scale;

    /**
     * One chunk.
     *
     * @param length that chunks of its run were cut to
     * @param bases of this chunk
     * @param inputs standardized features
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Chunk(String record, Truth truth, int length, int bases, float[] inputs, int fold) {
        /** The name of its cluster; clusters of both labels may have the same. */
        String cluster() {
            return cluster(truth);
        }

        private static String cluster(Truth truth) {
            return (truth.viral() ? "viral " : "host ") + truth.cluster();
        }
    }

    private LabelledChunks(List<Chunk> chunks, int folds, float[] mean, float[] scale) {
        this.chunks = chunks;
        this.folds = folds;
        this.mean = mean;
        this.scale = scale;
    }

    /**
     * Reads features.
     *
     * @param sources runs at one or more chunk lengths, all with the same features
     * @throws InputException if a label has too few chunks or clusters
     */
    static LabelledChunks of(List<ChunkFeatureRows> sources, TruthLabels labels) throws IOException {
        List<ChunkFeatureRows.Row> rows = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (ChunkFeatureRows source : sources) {
            for (ChunkFeatureRows.Row row : source.read()) {
                rows.add(row);
                lengths.add(source.chunkLength());
            }
        }
        List<Truth> truths = rows.stream().map(row -> labels.of(row.record())).toList();
        check(truths, true);
        check(truths, false);
        int width = rows.get(0).numbers().length;
        float[] mean = new float[width];
        float[] scale = new float[width];
        for (int i = 0; i < width; i++) {
            standardize(rows, i, mean, scale);
        }
        Map<String, Integer> order = order(truths);
        int folds = (int) Math.min(FOLDS, Math.min(clusters(truths, true), clusters(truths, false)));
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ChunkFeatureRows.Row row = rows.get(i);
            int number = order.getOrDefault(Chunk.cluster(truths.get(i)), 0);
            chunks.add(
                    new Chunk(row.record(), truths.get(i), lengths.get(i), row.bases(), row.numbers(), number % folds));
        }
        return new LabelledChunks(chunks, folds, mean, scale);
    }

    private static void check(List<Truth> truths, boolean viral) {
        String label = viral ? "viral" : "host";
        long count = truths.stream().filter(truth -> truth.viral() == viral).count();
        if (count < LEAST_CHUNKS) {
            throw new InputException("the " + label + " records have " + count + " chunks, and a chunk head needs "
                    + LEAST_CHUNKS + " of each label; add records");
        }
        long clusters = clusters(truths, viral);
        if (clusters < LEAST_CLUSTERS) {
            throw new InputException("the " + label + " records are of " + clusters
                    + (clusters == 1 ? " cluster" : " clusters") + ", and a chunk head needs " + LEAST_CLUSTERS
                    + " of each label, so that some can be left out; add records that are not related to these");
        }
    }

    private static long clusters(List<Truth> truths, boolean viral) {
        return truths.stream()
                .filter(truth -> truth.viral() == viral)
                .map(Truth::cluster)
                .distinct()
                .count();
    }

    /** Numbers the clusters of each label from 0, group by group, within a group in an order as good as random. */
    private static Map<String, Integer> order(List<Truth> truths) {
        Map<String, Integer> numbers = new HashMap<>();
        for (boolean viral : new boolean[] {true, false}) {
            Map<String, String> groups = new TreeMap<>();
            truths.stream()
                    .filter(truth -> truth.viral() == viral)
                    .forEach(truth -> groups.merge(
                            Chunk.cluster(truth),
                            truth.group(),
                            (one, other) -> one.compareTo(other) < 0 ? one : other));
            List<String> sorted = groups.keySet().stream()
                    .sorted(Comparator.comparing((String cluster) -> groups.getOrDefault(cluster, ""))
                            .thenComparing(Digests::ofText))
                    .toList();
            for (int i = 0; i < sorted.size(); i++) {
                numbers.put(sorted.get(i), i);
            }
        }
        return numbers;
    }

    /** Replaces an input by its distance from the mean in standard deviations, as a chunk head does. */
    private static void standardize(List<ChunkFeatureRows.Row> rows, int input, float[] mean, float[] scale) {
        double sum = 0;
        for (ChunkFeatureRows.Row row : rows) {
            sum += row.numbers()[input];
        }
        mean[input] = (float) (sum / rows.size());
        double squares = 0;
        for (ChunkFeatureRows.Row row : rows) {
            double off = row.numbers()[input] - mean[input];
            squares += off * off;
        }
        double deviation = Math.sqrt(squares / rows.size());
        scale[input] = deviation > LEAST_SCALE ? (float) deviation : 1;
        for (ChunkFeatureRows.Row row : rows) {
            double standard = ((double) row.numbers()[input] - mean[input]) / scale[input];
            row.numbers()[input] = (float) Math.max(-CLIP, Math.min(CLIP, standard));
        }
    }

    List<Chunk> all() {
        return chunks;
    }

    int folds() {
        return folds;
    }

    /** What was subtracted from the features. */
    float[] mean() {
        return mean;
    }

    /** What centred features were divided by. */
    float[] scale() {
        return scale;
    }

    /** The chunk lengths. */
    Set<Integer> lengths() {
        Set<Integer> lengths = new TreeSet<>();
        chunks.forEach(chunk -> lengths.add(chunk.length()));
        return lengths;
    }

    /**
     * Some of the chunks, weighted so that both labels weigh the same, and a cluster as the square root of its number of
     * chunks.
     */
    Some some(IntPredicate wanted) {
        int[] at = IntStream.range(0, chunks.size()).filter(wanted).toArray();
        List<Chunk> members = IntStream.of(at).mapToObj(chunks::get).toList();
        return new Some(members, Weights.of(members.stream().map(Chunk::cluster).toList(), 0.5));
    }

    /** Chunks to be fitted to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Some(List<Chunk> members, double[] weights) implements LogisticRegression.Rows {
        @Override
        public int count() {
            return members.size();
        }

        @Override
        public float[] inputs(int row) {
            return members.get(row).inputs();
        }

        @Override
        public boolean viral(int row) {
            return members.get(row).truth().viral();
        }

        @Override
        public double weight(int row) {
            return weights[row];
        }
    }
}
