package org.virnuc.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;

/**
 * A file that exists under its name only when it is whole: written beside it under a name that no other process or thread has, forced to
 * disk, then renamed. It has the permissions of any new file, and what fails leaves nothing behind. Its SHA-256 is computed on the way.
 *
 * <p>This is the only place that does so. A killed writer leaves its unfinished file; see {@link Leftovers}.
 */
public final class AtomicFile extends OutputFile {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path target;
    private final TemporaryFile temporary;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final MessageDigest digest = Digests.sha256();
    private final OnCommit onCommit;
    private long size;

    /** Told once a file is durable under its name. */
    @FunctionalInterface
    public interface OnCommit {
        void committed(FileRecord file) throws IOException;
    }

    /** Content that is not written from its beginning to its end. */
    @FunctionalInterface
    public interface ChannelContent {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile(Path target, OnCommit onCommit) throws IOException {
        this.target = target;
        this.onCommit = onCommit;
        this.temporary = TemporaryFile.of(target);
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
        write(target, channel -> writeFully(channel, ByteBuffer.wrap(content)));
    }

    /** Replaces the content of a text file, in UTF-8, in one step. */
    public static void write(Path target, String content) throws IOException {
        write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces the content of a file in one step by what is written to any place of a channel. */
    public static void write(Path target, ChannelContent content) throws IOException {
        try (TemporaryFile file = TemporaryFile.of(target)) {
            content.writeTo(file.channel());
            file.rename();
        }
    }

    /**
     * Replaces the content of a file in a folder that no lock holds, such as a cache. The folder is made where it is missing; what writers
     * killed long ago have left in it is removed.
     */
    public static void writeShared(Path target, byte[] content) throws IOException {
        Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
        Leftovers.removeOld(folder);
        write(target, content);
    }

    /** Replaces the content of a file that only its owner may read and write, where the system knows such permissions. */
    public static void writePrivate(Path target, byte[] content) throws IOException {
        FileAttribute<?>[] permissions =
                target.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (TemporaryFile file = TemporaryFile.of(target, permissions)) {
            writeFully(file.channel(), ByteBuffer.wrap(content));
            file.rename();
        }
    }

    /**
     * Replaces the content of a text file, in UTF-8, in one step, without waiting for the disk: for what is written again within seconds, so
     * that a power failure may cost it. A reader sees the old content or the new one all the same.
     */
    public static void replaceQuickly(Path target, String content) throws IOException {
        try (TemporaryFile file = TemporaryFile.of(target)) {
            writeFully(file.channel(), ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            file.renameUnforced();
        }
    }

    /** Copies a file so that the target is either what it was or the whole copy. */
    public static void copy(Path source, Path target) throws IOException {
        write(target, channel -> Files.copy(source, Channels.newOutputStream(channel)));
    }

    /**
     * Gives a finished file its name, as if it had been written here: forced to disk, then renamed. For files that collect under a name of
     * their own, as downloads do that another process goes on with.
     *
     * @param finished in the folder of {@code target}
     */
    public static void adopt(Path finished, Path target) throws IOException {
        TemporaryFile.rename(finished, target);
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

    /** The file as a stream that can be closed before the commit, for streams that close what they write to. */
    public OutputStream leftOpen() {
        return new FilterOutputStream(this) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                // the file is closed by whoever has created it
            }
        };
    }

    /** Writes everything to disk; what is left for {@link #commit} is the name. */
    public void prepare() throws IOException {
        if (temporary.channel().isOpen()) {
            drain();
            temporary.force();
        }
    }

    @Override
    public void commit() throws IOException {
        prepare();
        temporary.rename();
        onCommit.committed(record());
    }

    /**
     * Commits the file under a name that nothing has.
     *
     * @throws java.nio.file.FileAlreadyExistsException where something has it, which stays as it is
     */
    public void commitNew() throws IOException {
        prepare();
        temporary.renameToNew();
        onCommit.committed(record());
    }

    @Override
    public void close() throws IOException {
        temporary.close();
    }

    private FileRecord record() {
        return new FileRecord(target.getFileName().toString(), size, Digests.hex(digest));
    }

    private void drain() throws IOException {
        buffer.flip();
        size += buffer.remaining();
        digest.update(buffer.array(), 0, buffer.limit());
        writeFully(temporary.channel(), buffer);
        buffer.clear();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
