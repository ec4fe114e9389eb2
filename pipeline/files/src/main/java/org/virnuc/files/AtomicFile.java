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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that exists under its name only when it is complete. It is written under a unique temporary name beside the
 * target, forced to disk, then renamed. It has the permissions of any new file, and a failure leaves nothing behind.
 * Its SHA-256 is computed while writing.
 *
 * <p>This is the only implementation of atomic writes. A killed writer leaves its unfinished file; see
 * {@link Leftovers}.
 */
public final class AtomicFile extends OutputFile {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path target;
    private final TemporaryFile temporary;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final MessageDigest digest = Digests.sha256();
    private final OnCommit onCommit;
    private final @Nullable SyncInterval sync;
    private long size;

    /** Called once a file has its name. */
    @FunctionalInterface
    public interface OnCommit {
        void committed(FileRecord file) throws IOException;
    }

    /** Writes content that is not written from start to end. */
    @FunctionalInterface
    public interface ChannelContent {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile(Path target, OnCommit onCommit, @Nullable SyncInterval sync) throws IOException {
        this.target = target;
        this.onCommit = onCommit;
        this.sync = sync;
        this.temporary = TemporaryFile.of(target);
    }

    /** Creates a file that appears under its name when committed. */
    public static AtomicFile create(Path target) throws IOException {
        return new AtomicFile(target, record -> {}, null);
    }

    /** Creates a file that appears under its name when committed. {@code onCommit} is called once it is durable. */
    public static AtomicFile create(Path target, OnCommit onCommit) throws IOException {
        return new AtomicFile(target, onCommit, null);
    }

    /**
     * Creates a file that appears under its name when committed, and is then forced to disk only if {@code sync} is due.
     * Meant for many small files whose readers check their hashes.
     */
    public static AtomicFile create(Path target, OnCommit onCommit, SyncInterval sync) throws IOException {
        return new AtomicFile(target, onCommit, sync);
    }

    /** Replaces the content of a file atomically. */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, channel -> writeFully(channel, ByteBuffer.wrap(content)));
    }

    /** Replaces the content of a UTF-8 text file atomically. */
    public static void write(Path target, String content) throws IOException {
        write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces the content of a file atomically; {@code content} may write to any position of a channel. */
    public static void write(Path target, ChannelContent content) throws IOException {
        try (TemporaryFile file = TemporaryFile.of(target)) {
            content.writeTo(file.channel());
            file.rename();
        }
    }

    /**
     * Replaces the content of a file in a folder without a lock, such as a cache. Creates the folder if it is missing,
     * and removes unfinished files of writers that were killed long ago.
     */
    public static void writeShared(Path target, byte[] content) throws IOException {
        Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
        Leftovers.removeOld(folder);
        write(target, content);
    }

    /**
     * Replaces the content of a file that only its owner may read and write, if the system supports such permissions.
     */
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
     * Replaces the content of a UTF-8 text file atomically without waiting for the disk. Meant for files that are
     * rewritten within seconds: a power failure may lose one, but a reader always sees either the old content or the
     * new.
     */
    public static void replaceQuickly(Path target, String content) throws IOException {
        try (TemporaryFile file = TemporaryFile.of(target)) {
            writeFully(file.channel(), ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            file.renameUnforced();
        }
    }

    /** Copies a file atomically: the target is either unchanged or a complete copy. */
    public static void copy(Path source, Path target) throws IOException {
        write(target, channel -> Files.copy(source, Channels.newOutputStream(channel)));
    }

    /**
     * Forces a finished file to disk and renames it to the target. Meant for files that grow under a name of their own,
     * such as a download that another process may continue.
     *
     * @param finished a file in the folder of {@code target}
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

    /**
     * A stream to this file that may be closed before the commit. Meant for streams that close the stream they write
     * to.
     */
    public OutputStream leftOpen() {
        return new FilterOutputStream(this) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                // the file is closed by its creator
            }
        };
    }

    /** Writes everything to disk, so that {@link #commit} only has to rename. */
    private void prepare() throws IOException {
        if (temporary.channel().isOpen()) {
            drain();
            temporary.force();
        }
    }

    @Override
    public void commit() throws IOException {
        if (sync == null || sync.due()) {
            prepare();
            temporary.rename();
        } else {
            drain();
            temporary.renameUnforced();
        }
        onCommit.committed(record());
    }

    /**
     * Commits files of one folder. All are complete on disk before the first gets its name, and the folder is forced once.
     * Every file is to be closed by its creator.
     */
    public static void commitAll(List<AtomicFile> files) throws IOException {
        for (AtomicFile file : files) {
            file.prepare();
        }
        for (AtomicFile file : files) {
            file.temporary.renameUnforced();
        }
        if (!files.isEmpty()) {
            TemporaryFile.forceFolder(files.get(0).target);
        }
        for (AtomicFile file : files) {
            file.onCommit.committed(file.record());
        }
    }

    /**
     * Commits the file under a name that must not exist.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name exists; the existing file is unchanged
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
