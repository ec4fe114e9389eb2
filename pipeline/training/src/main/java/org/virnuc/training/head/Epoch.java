package org.virnuc.training.head;

/**
 * One row of the learning curves.
 *
 * @param number counted from 1
 * @param learningRate of its steps
 * @param trainingLoss mean over its batches, with dropout and before each step
 * @param validationLoss after its last step
 * @param validationAccuracy share of validation frames on the right side of 0.5, both labels weighing the same
 */
public record Epoch(
        int number, double learningRate, double trainingLoss, double validationLoss, double validationAccuracy) {
    static final int FIELDS = 5;
}
