package org.virnuc.cli;

import java.util.Locale;
import org.virnuc.calling.accuracy.Accuracy;
import org.virnuc.pipeline.calibrate.ChunkHeadFit;

/** Describes a fitted chunk head for people. */
final class ChunkHeadText {
    private static final double EVEN = 0.5;

    private ChunkHeadText() {}

    /** A line for the chunks and one for the records of each chunk length. */
    static String of(ChunkHeadFit.Fitted fitted) {
        StringBuilder text = new StringBuilder();
        fitted.heldOut().forEach((length, heldOut) -> {
            text.append(line("chunks of " + length, heldOut.chunkAccuracy(id -> true)));
            text.append(line("records in chunks of " + length, heldOut.recordAccuracy(id -> true)));
        });
        return text.toString();
    }

    private static String line(String what, Accuracy accuracy) {
        return String.format(
                Locale.ROOT,
                "chunk head, %s, %,d viral and %,d host, clusters left out: AUROC %s, right %s, calibration error %s%n",
                what,
                accuracy.count(true),
                accuracy.count(false),
                accuracy.auroc().text(),
                accuracy.accuracy(EVEN).text(),
                accuracy.calibrationError().text());
    }
}
