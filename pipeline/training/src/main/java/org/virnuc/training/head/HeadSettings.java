package org.virnuc.training.head;

import org.virnuc.engine.UsageException;

/**
 * The hyper-parameters of a head's training.
 *
 * @param hidden width of the hidden layer of a head that is trained from scratch
 * @param dropout share of the hidden values that are dropped in training
 * @param learningRate of the first epochs
 * @param momentum of stochastic gradient descent
 * @param batchSize frames of a batch
 * @param stepEpochs number of epochs after which the learning rate is multiplied by {@code decay}
 * @param epochs largest number of epochs
 * @param patience number of epochs without a smaller validation loss after which training stops
 * @param seed determines the initial weights, the order of frames and what is dropped
 */
public record HeadSettings(
        int hidden,
        double dropout,
        double learningRate,
        double momentum,
        int batchSize,
        int stepEpochs,
        double decay,
        int epochs,
        int patience,
        long seed) {
    /** The values that VirNucPro was trained with. */
    public static final HeadSettings DEFAULT = new HeadSettings(512, 0.5, 2e-4, 0.9, 32, 10, 0.85, 200, 5, 1);

    /** Checks every value; the message names the field. */
    public HeadSettings {
        check(hidden >= 1, "`hidden`", hidden, "at least 1");
        check(dropout >= 0 && dropout < 1, "`dropout`", dropout, "from 0 to below 1");
        check(learningRate > 0 && learningRate <= 10, "`learningRate`", learningRate, "above 0 and at most 10");
        check(momentum >= 0 && momentum < 1, "`momentum`", momentum, "from 0 to below 1");
        check(batchSize >= 2, "`batchSize`", batchSize, "at least 2, because batch norm needs two frames");
        check(stepEpochs >= 1, "`stepEpochs`", stepEpochs, "at least 1");
        check(decay > 0 && decay <= 1, "`decay`", decay, "above 0 and at most 1");
        check(epochs >= 1, "`epochs`", epochs, "at least 1");
        check(patience >= 1, "`patience`", patience, "at least 1");
    }

    private static void check(boolean valid, String name, Number value, String expected) {
        if (!valid) {
            throw new UsageException(name + " " + value + " is out of range; expected " + expected);
        }
    }

    /** Returns these settings with another width of the hidden layer. */
    public HeadSettings hidden(int width) {
        return new HeadSettings(
                width, dropout, learningRate, momentum, batchSize, stepEpochs, decay, epochs, patience, seed);
    }

    /** The learning rate of an epoch, counted from 0. */
    public double learningRate(int epoch) {
        int steps = epoch / stepEpochs;
        return learningRate * Math.pow(decay, steps);
    }
}
