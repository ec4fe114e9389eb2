package org.virnuc.pipeline.calibrate;

import java.util.List;
import java.util.function.Predicate;
import org.virnuc.calling.accuracy.Accuracy;
import org.virnuc.calling.accuracy.LabelledScore;

/**
 * Labelled chunks and records of one chunk length with their probabilities by a chunk head, a calibration and a rule that
 * were fitted without their cluster.
 */
public record HeldOutJudgements(List<Item> chunks, List<Item> records) {

    public HeldOutJudgements {
        chunks = List.copyOf(chunks);
        records = List.copyOf(records);
    }

    /** A chunk or a record. */
    public record Item(String record, LabelledScore score) {}

    /** The figures of chunks of some records. */
    public Accuracy chunkAccuracy(Predicate<String> wanted) {
        return accuracy(chunks, wanted);
    }

    /** The figures of some records. */
    public Accuracy recordAccuracy(Predicate<String> wanted) {
        return accuracy(records, wanted);
    }

    private static Accuracy accuracy(List<Item> items, Predicate<String> wanted) {
        return Accuracy.of(items.stream()
                .filter(item -> wanted.test(item.record()))
                .map(Item::score)
                .toList());
    }
}
