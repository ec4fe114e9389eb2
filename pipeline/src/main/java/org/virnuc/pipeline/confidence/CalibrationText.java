package org.virnuc.pipeline.confidence;

import java.util.Locale;

/** A calibration for people: what was fitted, and how well it holds on the half that it was not fitted to. */
public final class CalibrationText {
    private CalibrationText() {}

    /** Some lines. */
    public static String of(CalibrationFile file) {
        CalibrationFile.Labelled labelled = file.labelled();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d viral and %,d host records in %,d clusters, half of them held out%n",
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
            text.append(String.format(
                    Locale.ROOT,
                    "%s, %2d and more: %-11s calibration error %.3f, Brier score %.3f on %,d viral and %,d host stretches%n",
                    what,
                    size.chunksFrom(),
                    size.curve().method().name().toLowerCase(Locale.ROOT),
                    heldOut.error(),
                    heldOut.brier(),
                    heldOut.viral(),
                    heldOut.host()));
        }
    }
}
