package org.virnuc.models.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.UnusedDevice;
import org.virnuc.models.engine.BatchPlanner.Batch;
import org.virnuc.models.engine.BatchQueue.Role;
import org.virnuc.models.engine.BatchQueue.Work;

/**
 * An encoder over one or more devices: it tokenizes, plans batches, and lets each device take the next batch from a
 * shared queue. A failed batch goes back to the queue; the encoder fails when no device is left. On a CPU, several
 * lanes share one session and also tokenize; for GPUs, helper threads tokenize. Each user has an {@link EncoderLease};
 * calls of the encoder itself go through a lease of its own.
 */
final class BatchedEncoder implements SequenceEncoder {
    private static final int TOKENIZED_AT_ONCE = 128;

    private final Tokenizer tokenizer;
    private final List<EncoderDevice> devices;
    private final List<UnusedDevice> unused;
    private final int dimension;
    private final Limits limits;
    private final EncoderInfo info;
    private final BatchQueue<EncodeCall> queue = new BatchQueue<>();
    private final int lanes;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<EncoderLease> leases = new LinkedHashSet<>();
    private final EncoderLease own;
    // Guarded by leases.
    private @Nullable RuntimeException failure;

    /** Creates an encoder and starts its threads, which wait for work. */
    BatchedEncoder(Tokenizer tokenizer, LoadedDevices loaded, int dimension, Limits limits, EncoderInfo info) {
        this.tokenizer = tokenizer;
        this.devices = loaded.devices();
        this.unused = loaded.unused();
        this.dimension = dimension;
        this.limits = limits;
        this.info = info;
        this.lanes = devices.stream().mapToInt(device -> device.lanes).sum();
        this.own = lease();
        startThreads();
    }

    private void startThreads() {
        Role role = limits.helpers > 0 ? Role.COMPUTE : Role.BOTH;
        int number = 0;
        for (EncoderDevice device : devices) {
            for (int i = 0; i < device.lanes; i++) {
                Lane lane = new Lane(device, number++);
                start(() -> work(lane, role));
            }
        }
        for (int i = 0; i < limits.helpers; i++) {
            start(this::help);
        }
    }

    /**
     * Limits of an encoder.
     *
     * @param sizes sizes of batches
     * @param helpers threads that only tokenize; if there are none, the computing threads tokenize too
     * @param threadStart run by every thread before anything else
     */
    record Limits(BatchSizes sizes, int helpers, Runnable threadStart) {}

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public EncoderInfo info() {
        return info;
    }

    @Override
    public int ahead() {
        return (int) Math.min(Integer.MAX_VALUE, limits.sizes.ahead(lanes));
    }

    /** Number of batches that no device has taken yet. */
    int waiting() {
        return queue.size();
    }

    @Override
    public EncoderUse use() {
        return own.use();
    }

    @Override
    public EncoderLease lease() {
        EncoderLease lease = new EncoderLease(this, lanes);
        synchronized (leases) {
            leases.add(lease);
            if (failure != null) {
                lease.stop(failure);
            }
        }
        return lease;
    }

    @Override
    public List<UnusedDevice> unusedDevices() {
        return unused;
    }

    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        return own.encode(sequences, listener);
    }

    @Override
    public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        return own.start(sequences, followedBy, listener);
    }

    /** Puts a call into the queue. */
    void begin(EncodeCall call, List<String> sequences) {
        for (int start = 0; start < sequences.size(); start += TOKENIZED_AT_ONCE) {
            int from = start;
            List<String> part = sequences.subList(from, Math.min(sequences.size(), from + TOKENIZED_AT_ONCE));
            queue.prepare(call, () -> tokenize(call, from, part));
        }
    }

    /** Removes the waiting work of a lease from the queue. */
    void drop(EncoderLease lease) {
        queue.drop(call -> call.lease == lease);
    }

    /** Removes a lease that has been closed. */
    void end(EncoderLease lease) {
        synchronized (leases) {
            leases.remove(lease);
        }
    }

    /** Ends all threads once their batches are done, and then frees the weights: running batches use native memory. */
    @Override
    public void close() {
        stop(new IllegalStateException("the encoder was closed"));
        if (!queue.close()) {
            return;
        }
        UninterruptibleJoin.all(threads);
        devices.forEach(device -> device.session.close());
        tokenizer.close();
    }

    private void start(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        limits.threadStart.run();
                        work.run();
                    } catch (RuntimeException e) {
                        stop(e);
                    } catch (Error e) {
                        stop(new IllegalStateException(e));
                    }
                },
                "virnuc-" + info.modelId());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** The main loop of a lane's thread. */
    private void work(Lane lane, Role role) {
        while (true) {
            long asked = System.nanoTime();
            Work<EncodeCall> work = take(role, lane.device);
            if (work == null) {
                return;
            }
            work.call().lease.times(lane).waited(asked);
            Batch batch = work.batch();
            if (batch == null) {
                prepare(work);
            } else {
                List<Batch> parts = lane.device.parts(batch);
                queue.giveBack(work.call(), parts.subList(1, parts.size()));
                inCall(work.call(), () -> compute(lane, work.call(), parts.get(0)));
            }
        }
    }

    private void help() {
        for (Work<EncodeCall> work = take(Role.PREPARE, null); work != null; work = take(Role.PREPARE, null)) {
            prepare(work);
        }
    }

    private @Nullable Work<EncodeCall> take(Role role, @Nullable EncoderDevice device) {
        try {
            return queue.take(role, () -> device != null && device.lost());
        } catch (InterruptedException e) {
            return null; // these threads are interrupted only when the process ends
        }
    }

    private void prepare(Work<EncodeCall> work) {
        inCall(work.call(), Objects.requireNonNull(work.preparation()));
    }

    /** Runs an action for a call unless the call has failed; an exception ends all calls of the call's lease. */
    private void inCall(EncodeCall call, Runnable action) {
        if (!call.enter()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            call.lease.fail(call, e);
        } catch (Error e) {
            call.lease.fail(call, new IllegalStateException(e));
        } finally {
            call.leave();
        }
    }

    private void tokenize(EncodeCall call, int from, List<String> part) {
        if (call.tokenized(from, tokenizer.encode(part))) {
            queue.add(call, BatchPlanner.plan(call.lengths(), limits.sizes, call.followedBy));
        }
    }

    private void compute(Lane lane, EncodeCall call, Batch batch) {
        EncoderDevice device = lane.device;
        long tokens = call.tokens(batch);
        BatchRequest request = new BatchRequest(batch.size(), tokens, batch.slots(), device.session.device());
        call.listener.before(request);
        long[] slots = call.slots(batch);
        long start = System.nanoTime();
        try {
            float[] result = device.session.run(slots, batch.size(), batch.length());
            long nanos = System.nanoTime() - start;
            call.lease.times(lane).computed(nanos, tokens, lane.warmedUp());
            call.computed(batch, result);
            synchronized (call.listener) {
                call.listener.batch(request.took(nanos));
            }
        } catch (DeviceException e) {
            BatchFigures tried = request.took(System.nanoTime() - start);
            giveBack(device, call, batch, device.failed(batch, tried, e));
        }
    }

    private void giveBack(EncoderDevice device, EncodeCall call, Batch batch, DeviceEvent event) {
        queue.giveBack(call, device.parts(batch));
        synchronized (call.listener) {
            call.listener.failed(event);
        }
        if (device.lost()) {
            queue.wake();
            stopWithoutDevices();
        }
    }

    private void stopWithoutDevices() {
        if (devices.stream().allMatch(EncoderDevice::lost)) {
            stop(EncoderDevice.noneLeft(devices));
        }
    }

    /** Stops the encoder: no batch of any lease starts any more. */
    private void stop(RuntimeException cause) {
        synchronized (leases) {
            failure = failure == null ? cause : failure;
            leases.forEach(lease -> lease.stop(cause));
        }
    }
}
