package org.virnuc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderInfo;

/** Counts what a stage reports and writes, by any threads, and stops it at a given place. */
final class StageWatch implements StageObserver {
    private final long cancelAtCall;
    private final long mostBytes;
    private long items;
    private long calls;
    private long bytes;

    private StageWatch(long cancelAtCall, long mostBytes) {
        this.cancelAtCall = cancelAtCall;
        this.mostBytes = mostBytes;
    }

    /** Stops nothing. */
    StageWatch() {
        this(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Cancels the stage when it reports items for this time, from 1. */
    static StageWatch cancelledAt(long call) {
        return new StageWatch(call, Long.MAX_VALUE);
    }

    /** Has a disk that is full after that number of bytes. */
    static StageWatch failingAfter(long bytes) {
        return new StageWatch(Long.MAX_VALUE, bytes);
    }

    long items() {
        return items;
    }

    /** How often items were reported. */
    long calls() {
        return calls;
    }

    long bytes() {
        return bytes;
    }

    synchronized void reused(long more) {
        items += more;
    }

    @Override
    public synchronized void items(long more) throws InterruptedException {
        items += more;
        if (++calls == cancelAtCall) {
            throw new InterruptedException("cancelled by the test");
        }
    }

    @Override
    public void metric(String name, Number value) {}

    @Override
    public void batch(EncoderInfo model, BatchFigures figures) {}

    /** An output that counts bytes, on the disk of this watch. */
    StageOutput watched(StageOutput output) {
        return new StageOutput() {
            @Override
            public OutputFile create(String name) throws IOException {
                return new WatchedFile(output.create(name));
            }

            @Override
            public void once(String name, long count, Content content) throws IOException, InterruptedException {
                output.once(name, count, out -> content.writeTo(new WatchedFile(out)));
            }

            @Override
            public boolean kept(String name) {
                return output.kept(name);
            }

            @Override
            public Optional<Path> finished(String name) {
                return output.finished(name);
            }

            @Override
            public void count(String name, long value) {
                output.count(name, value);
            }

            @Override
            public void warning(QualityWarning warning) {
                output.warning(warning);
            }

            @Override
            public Path scratch() throws IOException {
                return output.scratch();
            }
        };
    }

    /** Takes room for some bytes; returns how much there was. */
    private synchronized long take(int length) {
        long left = mostBytes - bytes;
        bytes += Math.min(length, left);
        return left;
    }

    private final class WatchedFile extends OutputFile {
        private final OutputFile file;

        WatchedFile(OutputFile file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] content, int offset, int length) throws IOException {
            long left = take(length);
            file.write(content, offset, (int) Math.min(length, left));
            if (left < length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void commit() throws IOException {
            file.commit();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
