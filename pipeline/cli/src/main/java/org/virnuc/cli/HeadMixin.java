package org.virnuc.cli;

import org.virnuc.training.head.HeadSettings;
import picocli.CommandLine.Option;

/** The hyper-parameters of {@code virnuc train}; the defaults are VirNucPro's. */
@Section.Of(Section.TRAINING)
final class HeadMixin {
    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "200",
            description = "Most epochs (default: ${DEFAULT-VALUE}).")
    private int epochs = HeadSettings.DEFAULT.epochs();

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "5",
            description = "Stop after so many epochs without a smaller validation loss (default: ${DEFAULT-VALUE}).")
    private int patience = HeadSettings.DEFAULT.patience();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "Frames of a batch (default: ${DEFAULT-VALUE}).")
    private int batchSize = HeadSettings.DEFAULT.batchSize();

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "2e-4",
            description = "Learning rate of the first epochs (default: ${DEFAULT-VALUE}).")
    private double learningRate = HeadSettings.DEFAULT.learningRate();

    @Option(
            names = "--step-epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Lower the learning rate after so many epochs (default: ${DEFAULT-VALUE}) ...")
    private int stepEpochs = HeadSettings.DEFAULT.stepEpochs();

    @Option(
            names = "--decay",
            paramLabel = "X",
            defaultValue = "0.85",
            description = "... by this factor (default: ${DEFAULT-VALUE}).")
    private double decay = HeadSettings.DEFAULT.decay();

    @Option(
            names = "--momentum",
            paramLabel = "X",
            defaultValue = "0.9",
            description = "Momentum of gradient descent (default: ${DEFAULT-VALUE}).")
    private double momentum = HeadSettings.DEFAULT.momentum();

    @Option(
            names = "--dropout",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Share of hidden values dropped in training (default: ${DEFAULT-VALUE}).")
    private double dropout = HeadSettings.DEFAULT.dropout();

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "512",
            description = "Width of a new head's hidden layer (default: ${DEFAULT-VALUE}).")
    private int hidden = HeadSettings.DEFAULT.hidden();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides split, first weights, order of frames and dropout; the same seed gives the same"
                    + " head (default: ${DEFAULT-VALUE}).")
    private long seed = HeadSettings.DEFAULT.seed();

    /** The requested hyper-parameters. */
    HeadSettings settings() {
        return new HeadSettings(
                hidden, dropout, learningRate, momentum, batchSize, stepEpochs, decay, epochs, patience, seed);
    }
}
