package org.virnuc.pipeline.confidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.zip.CRC32;

/**
 * Fits curves to labelled records. Clusters are shared out, evenly within each label and group, to four quarters. The curves
 * come from the first two, whose kind is the one that does best on one quarter when fitted to the other; how far they can be
 * trusted is measured on the last two, which have had no part in anything.
 */
final class CalibrationFit {
    /** Stretches of so many chunks in a row, by the class that they are samples of; the last also takes whole records. */
    private static final int[][] STRETCHES = {{1}, {2, 3, 4}, {5, 8, 12}, {16, 32, 64}};

    /** A class with fewer stretches of either label in either half has no curve of its own. */
    static final int LEAST_SAMPLES = 20;

    private static final int QUARTERS = 4;

    private final List<LabelledRecord> records;
    private final Map<String, Integer> quarters;

    private CalibrationFit(List<LabelledRecord> records) {
        this.records = records;
        this.quarters = quarters(records);
    }

    /** The calibration of a chunk length; empty where frames or labels are too few to fit even one chunk's curve. */
    static Optional<LengthCalibration> of(List<LabelledRecord> records) {
        CalibrationFit fit = new CalibrationFit(records);
        Optional<EvidenceCurves> dnaOnly = fit.curves(LabelledRecord::dnaOnly);
        return fit.curves(LabelledRecord::frames).map(frames -> new LengthCalibration(frames, dnaOnly.orElse(null)));
    }

    private Optional<EvidenceCurves> curves(Function<LabelledRecord, LabelledRecord.Deltas> deltas) {
        List<Integer> usable = new ArrayList<>();
        for (int i = 0; i < EvidenceCurves.CLASSES.length; i++) {
            if (enough(samples(deltas, i, CalibrationFit::fitted))
                    && enough(samples(deltas, i, CalibrationFit::heldOut))) {
                usable.add(i);
            }
        }
        if (usable.isEmpty() || usable.get(0) != 0) {
            return Optional.empty();
        }
        Curve.Method method = best(deltas, usable);
        List<EvidenceCurves.Size> sizes = new ArrayList<>();
        for (int i : usable) {
            Curve curve = CurveFit.fit(method, samples(deltas, i, CalibrationFit::fitted));
            Reliability heldOut = Reliability.of(curve, samples(deltas, i, CalibrationFit::heldOut));
            sizes.add(new EvidenceCurves.Size(EvidenceCurves.CLASSES[i], curve, heldOut));
        }
        return Optional.of(new EvidenceCurves(sizes));
    }

    private Curve.Method best(Function<LabelledRecord, LabelledRecord.Deltas> deltas, List<Integer> usable) {
        Curve.Method best = Curve.Method.TEMPERATURE;
        double least = Double.POSITIVE_INFINITY;
        for (Curve.Method method : Curve.Method.values()) {
            double loss = 0;
            for (int i : usable) {
                List<Sample> one = samples(deltas, i, quarter -> quarter == 0);
                List<Sample> other = samples(deltas, i, quarter -> quarter == 1);
                if (both(one) && both(other)) {
                    loss += CurveFit.logLoss(CurveFit.fit(method, one), other);
                    loss += CurveFit.logLoss(CurveFit.fit(method, other), one);
                }
            }
            if (loss < least) {
                least = loss;
                best = method;
            }
        }
        return best;
    }

    /** The stretches of a class from the records of some quarters, weighted so that both labels count the same. */
    private List<Sample> samples(
            Function<LabelledRecord, LabelledRecord.Deltas> deltas, int size, IntPredicate quarter) {
        List<Sample> raw = new ArrayList<>();
        for (LabelledRecord record : records) {
            if (quarter.test(quarters.getOrDefault(key(record), 0))) {
                double[] all = deltas.apply(record).all();
                for (int stretch : STRETCHES[size]) {
                    add(all, stretch, record.viral(), raw);
                }
                if (size == STRETCHES.length - 1 && all.length >= EvidenceCurves.CLASSES[size]) {
                    add(all, all.length, record.viral(), raw);
                }
            }
        }
        long viral = raw.stream().filter(Sample::viral).count();
        long host = raw.size() - viral;
        return raw.stream()
                .map(s -> new Sample(s.evidence(), s.viral(), 0.5 / (s.viral() ? viral : host)))
                .toList();
    }

    private static void add(double[] deltas, int stretch, boolean viral, List<Sample> samples) {
        for (int from = 0; from + stretch <= deltas.length; from += stretch) {
            WeightedDelta delta = new WeightedDelta();
            for (int i = from; i < from + stretch; i++) {
                delta.add(deltas[i]);
            }
            samples.add(new Sample(EvidenceCurves.evidence(delta.value()), viral, 1));
        }
    }

    private static boolean enough(List<Sample> samples) {
        long viral = samples.stream().filter(Sample::viral).count();
        return viral >= LEAST_SAMPLES && samples.size() - viral >= LEAST_SAMPLES;
    }

    private static boolean fitted(int quarter) {
        return quarter < QUARTERS / 2;
    }

    private static boolean heldOut(int quarter) {
        return !fitted(quarter);
    }

    private static boolean both(List<Sample> samples) {
        long viral = samples.stream().filter(Sample::viral).count();
        return viral > 0 && viral < samples.size();
    }

    private static String key(LabelledRecord record) {
        return (record.viral() ? "viral " : "host ") + record.cluster();
    }

    /** Which quarter each cluster is in: by turns within its label and group, in an order that is as good as random. */
    private static Map<String, Integer> quarters(List<LabelledRecord> records) {
        Map<String, Map<String, Long>> groups = new TreeMap<>();
        for (LabelledRecord record : records) {
            groups.computeIfAbsent((record.viral() ? "viral " : "host ") + record.group(), g -> new TreeMap<>())
                    .putIfAbsent(key(record), checksum(key(record)));
        }
        Map<String, Integer> quarters = new TreeMap<>();
        int turn = 0;
        for (Map<String, Long> clusters : groups.values()) {
            List<String> shuffled = new ArrayList<>(clusters.keySet());
            shuffled.sort(Comparator.comparing(clusters::get));
            for (String cluster : shuffled) {
                // 0, 2, 1, 3: the halves take turns first, then their quarters.
                int next = turn % QUARTERS;
                if (quarters.putIfAbsent(cluster, next / 2 + next % 2 * 2) == null) {
                    turn++;
                }
            }
        }
        return quarters;
    }

    private static long checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
