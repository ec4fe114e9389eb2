package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How near an encoder comes to the machine's highest rate of matrix products, in the same precision and on as many lanes. Counted are the
 * operations of linear layers (24 D^2 a layer and token) and of the two products of attention, nothing else, so that the share is what is
 * left after everything else has taken its time.
 */
@Command(
        name = "roofline",
        description =
                "ESM-2 of 650M with random weights on frames of 166 residues, against the peak of matrix products here; needs 4 GB of"
                        + " disk for the time being.",
        mixinStandardHelpOptions = true)
final class Roofline extends Piece {
    private static final int WIDTH = 1280;
    private static final int HEADS = 20;
    private static final int TOKENS = 168;
    private static final double GOAL_PERCENT = 70;

    @Option(names = "--cache", description = "of native libraries; default: ${DEFAULT-VALUE}")
    private Path cache = Places.target("benchmark-cache");

    @Option(
            names = "--layers",
            converter = FromOne.class,
            description = "fewer are faster and as good; default: ${DEFAULT-VALUE}")
    private int layers = 33;

    @Option(names = "--rows", converter = FromOne.class, description = "frames of a batch; default: ${DEFAULT-VALUE}")
    private int rows = 6;

    @Option(names = "--rounds", converter = FromOne.class, description = "default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(
            names = "--precision",
            converter = PrecisionWord.class,
            description = "auto, fp32, bf16, fp16 or int8; default: auto")
    private Precision precision = Precision.AUTO;

    private final List<Figure> figures = new ArrayList<>();

    @Override
    double minutes() {
        return (30 + rounds * 4.0 + layers * (1.5 + (rounds + 1) * rows / 15.0)) / 60;
    }

    @Override
    List<Figure> measure() throws IOException {
        try (RandomModels.Folder folder = RandomModels.Folder.esm2(layers, WIDTH, HEADS)) {
            ModelStore store = new ModelStore(folder.path().resolve("cache"));
            ModelPack pack = folder.pack(store);
            Precision chosen = new ModelStore(cache)
                    .profile(new EncoderOptions(DeviceChoice.CPU, precision, 0, 0))
                    .precision();
            System.out.println("| lanes | peak GFLOP/s | encoder, median | share | tokens/s |");
            System.out.println("|---:|---:|---:|---:|---:|");
            int cores = Runtime.getRuntime().availableProcessors();
            for (int lanes : IntStream.of(1, cores).distinct().toArray()) {
                share(store, pack, chosen, lanes);
            }
        }
        return figures;
    }

    private void share(ModelStore store, ModelPack pack, Precision chosen, int lanes) throws IOException {
        double peak = PeakRate.measured(cache, chosen, lanes, rounds);
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, chosen, rows * TOKENS, lanes);
        long nanos;
        try (SequenceEncoder encoder = store.openEncoder(pack.protein(), options)) {
            String frame = "MKRIGRITGELLEAIRKGA".repeat(9).substring(0, TOKENS - 2);
            List<Long> taken = batches(encoder, rows * lanes * (rounds + 1), frame).stream()
                    .map(BatchFigures::nanos)
                    .skip(lanes) // the first of each lane warms it up
                    .sorted()
                    .toList();
            nanos = taken.get(taken.size() / 2);
        }
        long tokens = (long) rows * TOKENS;
        double operations = layers * (24.0 * WIDTH * WIDTH * tokens + 4.0 * tokens * TOKENS * WIDTH);
        double rate = lanes * operations / (nanos / 1e9);
        System.out.printf(
                Locale.ROOT,
                "| %d | %.0f | %.0f | %.0f %% | %.0f |%n",
                lanes,
                peak / 1e9,
                rate / 1e9,
                100 * rate / peak,
                lanes * tokens / (nanos / 1e9));
        figures.add(Figure.atLeast(
                RandomModels.name(layers) + " " + chosen.word() + ", " + lanes + (lanes == 1 ? " lane" : " lanes")
                        + ", % of the peak",
                100 * rate / peak,
                GOAL_PERCENT,
                "%.0f"));
    }

    /** What its batches take where many more follow, so that none is cut short. */
    static List<BatchFigures> batches(SequenceEncoder encoder, int sequences, String sequence) {
        List<BatchFigures> batches = new ArrayList<>();
        encoder.start(Collections.nCopies(sequences, sequence), Integer.MAX_VALUE, batches::add)
                .await();
        return batches;
    }
}
