package org.virnuc.models.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchListener;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.UnusedDevice;

/** One user's access to a shared encoder, with separate calls, failures and lane times. */
final class EncoderLease implements SequenceEncoder {
    private final BatchedEncoder encoder;
    private final List<LaneTimes> times;
    private final Set<EncodeCall> calls = new LinkedHashSet<>();
    private @Nullable RuntimeException failure;

    EncoderLease(BatchedEncoder encoder, int lanes) {
        this.encoder = encoder;
        this.times = Stream.generate(LaneTimes::new).limit(lanes).toList();
    }

    LaneTimes times(Lane lane) {
        return times.get(lane.number);
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public EncoderInfo info() {
        return encoder.info();
    }

    @Override
    public int ahead() {
        return encoder.ahead();
    }

    @Override
    public List<UnusedDevice> unusedDevices() {
        return encoder.unusedDevices();
    }

    @Override
    public EncoderUse use() {
        return LaneTimes.use(times);
    }

    @Override
    public SequenceEncoder lease() {
        return encoder.lease();
    }

    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        return start(sequences, 0, listener).await();
    }

    @Override
    public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        int empty = sequences.indexOf("");
        if (empty >= 0) {
            throw new IllegalArgumentException("sequence " + empty + " of " + sequences.size() + " is empty");
        }
        EncodeCall call = new EncodeCall(this, sequences.size(), followedBy, listener);
        add(call);
        encoder.begin(call, sequences);
        return () -> {
            try {
                return call.await(() -> fail(call, new IllegalStateException("interrupted while encoding")));
            } finally {
                remove(call);
            }
        };
    }

    private synchronized void add(EncodeCall call) {
        calls.add(call);
        if (failure != null) {
            call.stop(failure);
        }
    }

    private synchronized void remove(EncodeCall call) {
        calls.remove(call);
    }

    void fail(EncodeCall call, RuntimeException cause) {
        call.fail(cause);
        stop(cause);
    }

    /** Starts no further batch of any call of this lease; the first cause is kept. */
    void stop(RuntimeException cause) {
        synchronized (this) {
            failure = failure == null ? cause : failure;
            calls.forEach(call -> call.stop(cause));
        }
        encoder.drop(this);
    }

    /** Ends this user's calls; the weights stay loaded. */
    @Override
    public void close() {
        stop(new IllegalStateException("the encoder was closed"));
        encoder.end(this);
    }
}
