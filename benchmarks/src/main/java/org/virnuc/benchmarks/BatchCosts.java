package org.virnuc.benchmarks;

import java.util.List;
import org.virnuc.models.BatchFigures;

/**
 * What a device and a tokenizer take, in seconds.
 *
 * @param perBatch of a device, whatever is in the batch
 * @param perSlot of a device, for each token slot
 * @param perSequence to tokenize one
 */
record BatchCosts(double perBatch, double perSlot, double perSequence) {

    /** The line through measured batches by least squares, as far as it rises and begins above zero. */
    static BatchCosts fitted(List<BatchFigures> batches, double perSequence) {
        double meanSlots =
                batches.stream().mapToLong(BatchFigures::slots).average().orElseThrow();
        double meanNanos =
                batches.stream().mapToLong(BatchFigures::nanos).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (BatchFigures batch : batches) {
            covariance += (batch.slots() - meanSlots) * (batch.nanos() - meanNanos);
            variance += (batch.slots() - meanSlots) * (batch.slots() - meanSlots);
        }
        // Where batches are nearly of one size, or the machine was busy, the line is noise: then all is by the slot.
        double most = meanNanos / meanSlots;
        double slope = variance == 0 ? most : covariance / variance;
        double perSlot = slope > 0 && slope < most ? slope : most;
        return new BatchCosts((meanNanos - perSlot * meanSlots) / 1e9, perSlot / 1e9, perSequence);
    }

    double batch(long slots) {
        return perBatch + perSlot * slots;
    }
}
