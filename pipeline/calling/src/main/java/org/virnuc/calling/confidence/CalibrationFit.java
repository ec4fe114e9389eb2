package org.virnuc.calling.confidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fits curves to all labelled records; clusters of the same label have equal weights. The reliability of such curves is
 * measured by cross-validation: everything, including the choice of the curve, is fitted to nine tenths of the clusters
 * and tested on the rest. A second cross-validation leaves out all clusters of a group together, to show the
 * reliability for other kinds of sequences.
 */
final class CalibrationFit {
    private static final int FOLDS = 10;

    private final List<LabelledRecord> records;
    private final Clusters clusters;
    private final int length;
    private final List<HeldOut> heldOut = new ArrayList<>();

    private CalibrationFit(List<LabelledRecord> records, int length) {
        this.records = records;
        this.length = length;
        this.clusters = new Clusters(records);
    }

    /**
     * The calibration of a chunk length; empty if there are too few frames or labels to fit a curve for single chunks.
     */
    static Optional<LabelledScores.Fitted> of(List<LabelledRecord> records, int length) {
        CalibrationFit fit = new CalibrationFit(records, length);
        Optional<EvidenceCurves> frames = fit.curves(LabelledRecord::frames, "frames");
        Optional<EvidenceCurves> dnaOnly = frames.flatMap(found -> fit.curves(LabelledRecord::dnaOnly, "dna-only"));
        return frames.map(
                found -> new LabelledScores.Fitted(new LengthCalibration(found, dnaOnly.orElse(null)), fit.heldOut));
    }

    private Optional<EvidenceCurves> curves(Function<LabelledRecord, LabelledRecord.Deltas> deltas, String source) {
        List<List<CalibrationPoint>> classes = Stretches.of(records, clusters, deltas);
        if (classes.isEmpty()) {
            return Optional.empty();
        }
        CrossFit fit = new CrossFit(classes);
        Optional<CrossFit.Folded> unrelated = fit.without(cluster -> Clusters.fold(cluster, FOLDS))
                .or(() -> fit.without(IntUnaryOperator.identity()));
        if (unrelated.isEmpty()) {
            return Optional.empty();
        }
        CrossFit.@Nullable Folded otherGroups = fit.without(clusters::group).orElse(null);
        List<Curve> curves = fit.curves(cluster -> true);
        List<EvidenceCurves.Size> sizes = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            List<CalibrationPoint> samples = classes.get(i);
            sizes.add(new EvidenceCurves.Size(
                    EvidenceCurves.CLASSES[i],
                    curves.get(i),
                    Reliability.of(samples, unrelated.get()::probability),
                    otherGroups == null ? null : Reliability.of(samples, otherGroups::probability)));
        }
        for (LabelledRecord record : records) {
            addHeldOut(record, deltas.apply(record).all(), source, unrelated.get(), otherGroups);
        }
        return Optional.of(new EvidenceCurves(sizes));
    }

    private void addHeldOut(
            LabelledRecord record,
            double[] deltas,
            String source,
            CrossFit.Folded unrelated,
            CrossFit.@Nullable Folded otherGroups) {
        for (HeldOut.Unit unit : HeldOut.Unit.values()) {
            int chunks = unit.chunks(length, deltas.length);
            for (int from = 0; chunks > 0 && from + chunks <= deltas.length; from += chunks) {
                double delta = WeightedDelta.of(deltas, from, chunks);
                CalibrationPoint sample = new CalibrationPoint(
                        EvidenceCurves.evidence(delta), chunks, record.viral(), clusters.of(record), 1);
                heldOut.add(new HeldOut(
                        unit,
                        record,
                        source,
                        from + 1,
                        chunks,
                        delta,
                        unrelated.probability(sample),
                        otherGroups == null ? null : otherGroups.probability(sample)));
            }
        }
    }
}
