package org.virnuc.calling.confidence;

import java.util.Locale;

/** Describes a calibration for people: the curves, and their reliability on sequences that they were not fitted to. */
public final class CalibrationText {
    /** The requirement on labelled sequences, in words. */
    public static final String NEEDS = "chunks of either label that have a score must be " + Stretches.LEAST_SAMPLES
            + " or more, of " + Stretches.LEAST_CLUSTERS + " clusters or more";

    private CalibrationText() {}

    /** The description, in lines. */
    public static String of(CalibrationFile file) {
        CalibrationFile.Labelled labelled = file.labelled();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d viral and %,d host records in %,d clusters; errors are of clusters that were not fitted to%n",
                file.model().id(),
                labelled.viralRecords(),
                labelled.hostRecords(),
                labelled.clusters()));
        file.lengths().forEach((length, calibration) -> {
            curves(text, "chunks of " + length + ", frames", calibration.frames());
            if (calibration.dnaOnly() != null) {
                curves(text, "chunks of " + length + ", dna-only", calibration.dnaOnly());
            }
        });
        return text.toString();
    }

    private static void curves(StringBuilder text, String what, EvidenceCurves curves) {
        for (EvidenceCurves.Size size : curves.sizes()) {
            Reliability heldOut = size.heldOut();
            Reliability.Range range = heldOut.range();
            text.append(String.format(
                    Locale.ROOT,
                    "%s, %2d and more: %-11s calibration error %.3f%s, Brier score %.3f on %,d viral and %,d host stretches%s%n",
                    what,
                    size.chunksFrom(),
                    size.curve().method().name().toLowerCase(Locale.ROOT),
                    heldOut.error(),
                    range == null ? "" : String.format(Locale.ROOT, " (%.3f to %.3f)", range.low(), range.high()),
                    heldOut.brier(),
                    heldOut.viral(),
                    heldOut.host(),
                    size.otherGroups() == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "; %.3f where the group is new",
                                    size.otherGroups().error())));
        }
    }
}
