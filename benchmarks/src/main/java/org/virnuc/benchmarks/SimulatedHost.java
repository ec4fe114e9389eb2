package org.virnuc.benchmarks;

import org.virnuc.models.engine.BatchSizes;
import org.virnuc.pipeline.stages.ShardsAtOnce;

/**
 * The machine of a simulated stage.
 *
 * @param devices that compute
 * @param gpus whether they are GPUs; else they are cores, which tokenize too
 * @param processors threads of the host, without those that are devices; they tokenize for GPUs, read, hash and write
 * @param heapBytes most bytes of the heap
 */
record SimulatedHost(int devices, boolean gpus, int processors, long heapBytes) {
    /** Fewer than servers have: one with eight H100 has 14 cores to each. */
    private static final int CORES_A_GPU = 12;

    private static final int GPUS_A_GIB = 4;
    private static final long GIB = 1L << 30;

    /** A host with so many cores that compute. */
    static SimulatedHost cores(int devices) {
        return new SimulatedHost(devices, false, Math.max(1, devices), GIB);
    }

    /** A host with so many GPUs, and a heap of a gigabyte for every four, as {@code VIRNUC_JAVA_OPTS=-Xmx16g} gives to 64. */
    static SimulatedHost gpus(int devices) {
        return new SimulatedHost(devices, true, CORES_A_GPU * devices, Math.max(1, devices / GPUS_A_GIB) * GIB);
    }

    /** Threads that only tokenize, as the encoder has them. */
    int tokenizers() {
        return gpus ? Math.max(1, processors - devices) : 0;
    }

    BatchSizes sizes() {
        return gpus ? BatchSizes.GPU : BatchSizes.CPU;
    }

    /** As many as a stage on this host works on. */
    int shardsAtOnce(int dimension) {
        return ShardsAtOnce.count(sizes().ahead(devices), dimension, processors, heapBytes);
    }
}
