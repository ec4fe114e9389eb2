package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.Digests;
import org.virnuc.files.OutputFile;

/** A stage's output with all that a run does to a file: buffered, hashed, forced to disk. */
final class HashedOutput implements StageOutput {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path folder;
    private final Map<String, Long> counts = new HashMap<>();

    HashedOutput(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    FinishedStage finished() {
        return new FinishedStage(folder, "benchmark", counts);
    }

    @Override
    public OutputFile create(String name) throws IOException {
        return new HashedFile(folder.resolve(name));
    }

    @Override
    public void once(String name, long items, Content content) throws IOException, InterruptedException {
        try (OutputFile file = create(name)) {
            content.writeTo(file);
            file.commit();
        }
    }

    @Override
    public boolean kept(String name) {
        return false;
    }

    @Override
    public void count(String name, long value) {
        counts.put(name, value);
    }

    @Override
    public void warning(QualityWarning warning) {}

    @Override
    public Path scratch() {
        return folder;
    }

    private static final class HashedFile extends OutputFile {
        private final FileChannel channel;
        private final MessageDigest digest = Digests.sha256();
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

        HashedFile(Path path) throws IOException {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int at = offset;
            int left = length;
            while (left > 0) {
                if (!buffer.hasRemaining()) {
                    drain();
                }
                int n = Math.min(left, buffer.remaining());
                buffer.put(bytes, at, n);
                at += n;
                left -= n;
            }
        }

        @Override
        public void commit() throws IOException {
            drain();
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        private void drain() throws IOException {
            buffer.flip();
            digest.update(buffer.array(), 0, buffer.limit());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }
    }
}
