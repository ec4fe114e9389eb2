package org.virnuc.benchmarks;

import java.util.Locale;
import picocli.CommandLine.Option;

/** What is not measured here but assumed of simulated machines; each can be set, and all are printed with the table. */
final class Assumptions {
    private static final double GIB = 1L << 30;

    @Option(
            names = "--simulated-frames",
            converter = FromOne.class,
            description =
                    "frames of a million reads of 150 bases, of which about 57 in a hundred have an open frame; default: ${DEFAULT-VALUE}")
    private int frames = 571_000;

    @Option(
            names = "--esm-tokens",
            converter = AboveZero.class,
            description = "tokens a second of ESM-2 3B on a GPU; default: ${DEFAULT-VALUE}")
    private double esmTokens = 75e3;

    @Option(
            names = "--dnabert-tokens",
            converter = AboveZero.class,
            description = "tokens a second of DNABERT-S on a GPU; default: ${DEFAULT-VALUE}")
    private double dnabertTokens = 1.5e6;

    @Option(
            names = "--batch-start",
            converter = AboveZero.class,
            description = "seconds to start a batch on a GPU; default: ${DEFAULT-VALUE}")
    private double batchStart = 0.005;

    @Option(
            names = "--esm-tokenizing",
            converter = AboveZero.class,
            description = "seconds of a host core to tokenize a protein; default: ${DEFAULT-VALUE}")
    private double esmTokenizing = 3e-6;

    @Option(
            names = "--dnabert-tokenizing",
            converter = AboveZero.class,
            description = "seconds of a host core to tokenize a read; default: ${DEFAULT-VALUE}")
    private double dnabertTokenizing = 5e-5;

    @Option(
            names = "--host-cores",
            converter = FromOne.class,
            description = "cores of the host to each GPU; one with eight H100 has 14; default: ${DEFAULT-VALUE}")
    private int hostCores = 12;

    @Option(
            names = "--heap",
            converter = AboveZero.class,
            description = "GiB of heap to each GPU, one at least; default: ${DEFAULT-VALUE}, as -Xmx16g gives to 64")
    private double heap = 0.25;

    @Option(
            names = "--disk",
            converter = AboveZero.class,
            description = "bytes a second that the disk of a simulated machine takes; default: ${DEFAULT-VALUE}")
    private double disk = 2e9;

    @Option(
            names = "--disk-answer",
            converter = AboveZero.class,
            description = "seconds until it says that all is there; default: ${DEFAULT-VALUE}")
    private double diskAnswer = 0.002;

    int frames() {
        return frames;
    }

    BatchCosts esm() {
        return new BatchCosts(batchStart, 1 / esmTokens, esmTokenizing);
    }

    BatchCosts dnabert() {
        return new BatchCosts(batchStart, 1 / dnabertTokens, dnabertTokenizing);
    }

    String esmName() {
        return String.format(Locale.ROOT, "ESM-2 3B, GPUs of an assumed %,.0f tokens/s", esmTokens);
    }

    String dnabertName() {
        return String.format(Locale.ROOT, "DNABERT-S, GPUs of an assumed %,.0f tokens/s", dnabertTokens);
    }

    /** A host with that number of GPUs. */
    SimulatedHost gpus(int devices) {
        return new SimulatedHost(devices, true, hostCores * devices, (long) (Math.max(1, heap * devices) * GIB));
    }

    /** On the disk of a simulated machine. */
    ShardCosts onDisk(ShardCosts measured) {
        return measured.onDisk(disk, diskAnswer);
    }

    void print() {
        System.out.printf(
                Locale.ROOT,
                "%nAssumed: %,d frames; GPUs that take %.1f ms to start a batch, and the tokens/s in the table; %.0f µs of a host core to tokenize a"
                        + " read and %.0f µs a protein; %d cores of the host to each GPU, of which all but one tokenize; %.2f GiB of heap to each"
                        + " GPU, one at least; a disk that takes %.1f GB/s, one shard after the other, and says after %.0f ms that all is"
                        + " there. Reading and hashing a shard takes what it takes here.%n%n",
                frames,
                batchStart * 1e3,
                dnabertTokenizing * 1e6,
                esmTokenizing * 1e6,
                hostCores,
                heap,
                disk / 1e9,
                diskAnswer * 1e3);
    }
}
