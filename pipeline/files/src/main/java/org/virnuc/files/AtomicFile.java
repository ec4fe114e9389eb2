package org.virnuc.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A file that exists under its name only when it is whole: written beside it under a temporary name, forced to disk, then
 * renamed. Its SHA-256 is computed on the way.
 */
public final class AtomicFile extends OutputFile {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final boolean DIRECTORIES_CAN_BE_FORCED =
            !System.getProperty("os.name", "").startsWith("Windows");

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final MessageDigest digest = Digests.sha256();
    private final OnCommit onCommit;
    private long size;
    private boolean open = true;

    /** Told once a file is durable under its name. */
    @FunctionalInterface
    public interface OnCommit {
        void committed(FileRecord file) throws IOException;
    }

    private AtomicFile(Path target, OnCommit onCommit) throws IOException {
        this.target = target;
        this.temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        this.onCommit = onCommit;
        this.channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** A file that appears when it is committed. */
    public static AtomicFile create(Path target) throws IOException {
        return new AtomicFile(target, record -> {});
    }

    /** A file that appears when it is committed; {@code onCommit} hears of it once it is durable. */
    public static AtomicFile create(Path target, OnCommit onCommit) throws IOException {
        return new AtomicFile(target, onCommit);
    }

    /** Replaces the content of a file in one step. */
    public static void write(Path target, byte[] content) throws IOException {
        try (AtomicFile file = create(target)) {
            file.write(content);
            file.commit();
        }
    }

    /** Replaces the content of a text file, in UTF-8, in one step. */
    public static void write(Path target, String content) throws IOException {
        write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Copies a file so that the target is either what it was or the whole copy. */
    public static void copy(Path source, Path target) throws IOException {
        try (AtomicFile file = create(target)) {
            Files.copy(source, file);
            file.commit();
        }
    }

    @Override
    public void write(int b) throws IOException {
        if (!buffer.hasRemaining()) {
            drain();
        }
        buffer.put((byte) b);
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

    /** Writes everything to disk; what is left for {@link #commit} is the name. */
    public void prepare() throws IOException {
        drain();
        channel.force(true);
        channel.close();
    }

    @Override
    public void commit() throws IOException {
        if (channel.isOpen()) {
            prepare();
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        open = false;
        forceDirectory(Objects.requireNonNull(target.toAbsolutePath().getParent()));
        onCommit.committed(new FileRecord(target.getFileName().toString(), size, Digests.hex(digest)));
    }

    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        size += buffer.remaining();
        digest.update(buffer.array(), 0, buffer.limit());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private static void forceDirectory(Path folder) throws IOException {
        if (DIRECTORIES_CAN_BE_FORCED) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
