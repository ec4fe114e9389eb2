package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the time from a protein encoder's published files to its first vector, with the engine running: conversion if the
 * cache has none, loading, and the first batch. {@code benchmarks/reference/load_time.py} runs it beside PyTorch.
 */
@Command(
        name = "load-time",
        description =
                "ESM-2 of 650M with random weights: converted and loaded, then loaded from the cache; needs 4 GB of disk for the time"
                        + " being.",
        mixinStandardHelpOptions = true)
public final class LoadTime extends Piece {
    private static final int WIDTH = 1280;
    private static final int HEADS = 20;
    private static final double GOAL_MEGABYTES = 500;
    private static final double MEGA = 1e6;

    /** Residues of a 500 bp frame. */
    private static final String FRAME = "MKRIGRITGELLEAIRKGA".repeat(9).substring(0, 166);

    @Option(names = "--layers", converter = FromOne.class, description = "default: ${DEFAULT-VALUE}")
    private int layers = 33;

    @Option(names = "--rounds", converter = FromOne.class, description = "from the cache; default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(
            names = "--precision",
            converter = PrecisionWord.class,
            description = "auto, fp32, bf16, fp16 or int8; default: bf16")
    private Precision precision = Precision.BF16;

    LoadTime() {}

    /** Takes VirNuc's cache, the three parts of a model, and a precision. */
    public static void main(String[] arguments) {
        ModelStore store = new ModelStore(Path.of(arguments[0]));
        ModelPack pack = store.parts(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
        double[] seconds = once(store, pack, Precision.of(arguments[4]));
        System.out.printf(Locale.ROOT, "%.3f %.3f%n", seconds[0], seconds[1]);
    }

    @Override
    double minutes() {
        return (5 + layers * (1.5 + 0.2 * rounds)) / 60;
    }

    @Override
    List<Figure> measure() throws IOException {
        try (RandomModels.Folder folder = RandomModels.Folder.esm2(layers, WIDTH, HEADS)) {
            ModelStore store = new ModelStore(folder.path().resolve("cache"));
            long start = System.nanoTime();
            ModelPack pack = folder.pack(store);
            double hashing = (System.nanoTime() - start) / 1e9;
            double[] first = once(store, pack, precision);
            List<double[]> cached = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                cached.add(once(store, pack, precision));
            }
            cached.sort((a, b) -> Double.compare(a[0], b[0]));
            double[] median = cached.get(rounds / 2);
            System.out.println(
                    "| " + RandomModels.name(layers) + ", " + precision.word() + " | loading s | first batch s |");
            System.out.println("|---|---:|---:|");
            row("first time: SHA-256, conversion, loading", new double[] {hashing + first[0], first[1]});
            row("from the cached archive", median);
            double megabytes = Files.size(folder.weights()) / MEGA;
            double converting = hashing + first[0] - median[0];
            return List.of(
                    Figure.atLeast("hashing and converting, MB/s", megabytes / converting, GOAL_MEGABYTES, "%.0f"),
                    Figure.stated(
                            RandomModels.name(layers) + ", cached, to its first vector",
                            String.format(Locale.ROOT, "%.2f s", median[0] + median[1])));
        }
    }

    private static void row(String name, double[] seconds) {
        System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f |%n", name, seconds[0], seconds[1]);
    }

    /** Seconds to open the encoder, and to its first vector. */
    private static double[] once(ModelStore store, ModelPack pack, Precision precision) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.AUTO, precision, 0, 0);
        // The engine runs, and how cores are shared, which is measured once a machine, is known.
        store.openHead(pack.head(), options).close();
        store.profile(options);
        long start = System.nanoTime();
        try (SequenceEncoder encoder = store.openEncoder(pack.protein(), options)) {
            long loaded = System.nanoTime();
            encoder.encode(List.of(FRAME), batch -> {});
            return new double[] {(loaded - start) / 1e9, (System.nanoTime() - loaded) / 1e9};
        }
    }
}
