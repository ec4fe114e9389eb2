package org.virnuc.benchmarks;

import org.virnuc.models.engine.BatchSizes;
import org.virnuc.pipeline.stages.ShardConcurrency;

/**
 * The machine of a simulated stage.
 *
 * @param devices that compute
 * @param gpus whether they are GPUs; else they are cores, which tokenize too
 * @param processors threads of the host, without those that are devices; they tokenize for GPUs, read, hash and write
 * @param heapBytes most bytes of the heap
 */
record SimulatedHost(int devices, boolean gpus, int processors, long heapBytes) {
    private static final long GIB = 1L << 30;

    /** A host with that number of cores that compute, and the launcher's heap. */
    static SimulatedHost cores(int devices) {
        return new SimulatedHost(devices, false, Math.max(1, devices), GIB);
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
        return ShardConcurrency.count(sizes().ahead(devices), dimension, processors, heapBytes);
    }
}
