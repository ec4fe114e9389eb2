package org.virnuc.models.checkpoint;

import static org.virnuc.models.checkpoint.TorchRefusal.quote;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The members of one open zip file and their content. No byte is returned unchecked: a member read as a whole is
 * checked against its CRC while it is read; before part of a member is read, the whole member is checked once.
 * Thread-safe.
 */
final class ZipContent implements Closeable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final ZipBytes file;
    private final Map<String, ZipMember> members;
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    ZipContent(ZipBytes file) throws IOException {
        this.file = file;
        this.members = ZipIndex.read(file);
    }

    Map<String, ZipMember> members() {
        return members;
    }

    FileChannel channel() {
        return file.channel();
    }

    /** The whole content of a small member. */
    byte[] bytes(ZipMember member, int limit) throws IOException {
        if (member.size() > limit) {
            throw file.refusal()
                    .damaged(quote(member.name()) + " has " + member.size() + " bytes; at most " + limit + " are read");
        }
        try (InputStream in = new ZipMemberStream(file, member)) {
            return in.readAllBytes();
        }
    }

    /** Writes {@code length} bytes of the content, starting at byte {@code from}. */
    void copy(ZipMember member, long from, long length, OutputStream out) throws IOException {
        if (length < member.size()) {
            verify(member);
        }
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(length, 1))];
        try (InputStream in = new ZipMemberStream(file, member)) {
            in.skipNBytes(from);
            long left = length;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                out.write(buffer, 0, count);
                left -= count;
            }
            if (length == member.size()) {
                in.read(buffer); // reaches the end, where the checksum is verified
                verified.add(member.name());
            }
        }
    }

    /** Reads a whole member to verify its checksum; done at most once per member. */
    void verify(ZipMember member) throws IOException {
        if (!verified.contains(member.name())) {
            copy(member, 0, member.size(), OutputStream.nullOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        file.channel().close();
    }
}
