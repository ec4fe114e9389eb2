package org.virnuc.models.checkpoint;

import static org.virnuc.models.checkpoint.TorchRefusal.quote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the members of a zip file strictly: names are unique, local headers agree with the directory, no two members
 * share bytes, and sizes are possible for deflate. {@code java.util.zip} accepts violations of all of these, so this
 * project has its own reader.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">the zip format</a>
 */
final class ZipIndex {

    /**
     * Limit of a member's inflated size relative to its deflated size. Weights shrink by a third at best; only a zip
     * bomb exceeds this.
     */
    static final int MAX_INFLATION = 200;

    /** Members below this size may exceed the limit; a long run of zeros this small is harmless. */
    static final long FREE_INFLATION_BYTES = 1 << 20;

    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED_FLAGS = 0x2041;
    private static final int DESCRIPTOR_FLAG = 0x8;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final ZipBytes file;
    private final TorchRefusal refusal;
    private final ZipDirectory directory;

    private ZipIndex(ZipBytes file) throws IOException {
        this.file = file;
        this.refusal = file.refusal();
        this.directory = ZipDirectory.find(file);
    }

    /** The members by name, in the order of the directory. */
    static Map<String, ZipMember> read(ZipBytes file) throws IOException {
        return new ZipIndex(file).members();
    }

    /**
     * An entry of the directory.
     *
     * @param offset where the local header is
     */
    private record Header(String name, int nameBytes, int method, long crc, long packed, long size, long offset) {}

    /** The bytes that a member occupies in the file, including its local header. */
    private record Span(String name, long from, long to) {}

    private Map<String, ZipMember> members() throws IOException {
        ByteBuffer bytes = file.at(directory.offset(), directory.bytes());
        Map<String, ZipMember> members = new LinkedHashMap<>();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < directory.entries(); i++) {
            Header header = header(bytes);
            ZipMember member = member(header);
            if (members.put(header.name(), member) != null) {
                throw refusal.damaged("has two zip members named " + quote(header.name()));
            }
            spans.add(new Span(header.name(), header.offset(), member.dataOffset() + member.packedBytes()));
        }
        if (bytes.hasRemaining()) {
            throw refusal.damaged("has " + bytes.remaining() + " bytes in its zip directory that belong to no entry");
        }
        refuseOverlap(spans);
        return members;
    }

    private Header header(ByteBuffer bytes) {
        int start = bytes.position();
        if (bytes.remaining() < CENTRAL_BYTES || bytes.getInt(start) != CENTRAL) {
            throw refusal.damaged("has fewer entries in its zip directory than it declares");
        }
        int nameBytes = unsigned(bytes.getShort(start + 28));
        int extraBytes = unsigned(bytes.getShort(start + 30));
        int commentBytes = unsigned(bytes.getShort(start + 32));
        if (bytes.remaining() < CENTRAL_BYTES + nameBytes + extraBytes + commentBytes) {
            throw refusal.damaged("has an entry that runs past the end of its zip directory");
        }
        String name = ZipNames.decode(bytes.slice(start + CENTRAL_BYTES, nameBytes), refusal);
        refuseEncrypted(name, bytes.getShort(start + 8));
        int[] fields = {start + 24, start + 20, start + 42}; // size, packed size, offset: zip64's order
        ByteBuffer wide = ZipExtra.zip64(bytes.slice(start + CENTRAL_BYTES + nameBytes, extraBytes));
        long[] values = new long[fields.length];
        for (int i = 0; i < fields.length; i++) {
            long narrow = unsigned(bytes.getInt(fields[i]));
            boolean widened = narrow == ZipExtra.IN_EXTRA && wide.remaining() >= Long.BYTES;
            values[i] = widened ? wide.getLong() : narrow;
            if (values[i] < 0) {
                throw refusal.damaged("declares a size or an offset beyond 2^63 for " + quote(name));
            }
        }
        int method = unsigned(bytes.getShort(start + 10));
        long crc = unsigned(bytes.getInt(start + 16));
        bytes.position(start + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes);
        return new Header(name, nameBytes, method, crc, values[1], values[0], values[2]);
    }

    /** Reads the local header as well, and refuses the member if the two headers differ. */
    private ZipMember member(Header header) throws IOException {
        String name = header.name();
        refuseSizes(header);
        ByteBuffer local = file.at(header.offset(), LOCAL_BYTES + header.nameBytes());
        boolean sameName = local.getInt(0) == LOCAL
                && unsigned(local.getShort(26)) == header.nameBytes()
                && ZipNames.decode(local.slice(LOCAL_BYTES, header.nameBytes()), refusal)
                        .equals(name);
        if (!sameName || unsigned(local.getShort(8)) != header.method()) {
            throw refusal.damaged("has no local header for " + quote(name) + " where its zip directory says");
        }
        refuseEncrypted(name, local.getShort(6));
        boolean later = (local.getShort(6) & DESCRIPTOR_FLAG) != 0;
        if (differs(local.getInt(14), header.crc(), later, false)
                || differs(local.getInt(18), header.packed(), later, true)
                || differs(local.getInt(22), header.size(), later, true)) {
            throw refusal.damaged("has a local header for " + quote(name) + " that contradicts its zip directory");
        }
        long data = header.offset() + LOCAL_BYTES + header.nameBytes() + unsigned(local.getShort(28));
        if (data > directory.offset() || header.packed() > directory.offset() - data) {
            throw refusal.damaged("declares " + header.packed() + " bytes for " + quote(name)
                    + ", more than there are before its zip directory");
        }
        return new ZipMember(name, header.method() == DEFLATED, header.crc(), header.packed(), header.size(), data);
    }

    /**
     * Whether a field of the local header contradicts the directory. Zero is correct if the value follows the data, as
     * PyTorch writes it.
     */
    private static boolean differs(int local, long central, boolean later, boolean widens) {
        long value = unsigned(local);
        return value != central && !(later && value == 0) && !(widens && value == ZipExtra.IN_EXTRA);
    }

    private void refuseSizes(Header header) {
        String name = quote(header.name());
        if (header.method() != STORED && header.method() != DEFLATED) {
            throw refusal.damaged(name + " is compressed by method " + header.method() + "; stored (0) and deflated (8)"
                    + " are read");
        }
        if (header.method() == STORED && header.packed() != header.size()) {
            throw refusal.damaged(name + " is stored, yet declares " + header.packed() + " bytes in the file and "
                    + header.size() + " of content");
        }
        if (header.method() == DEFLATED
                && header.size() > FREE_INFLATION_BYTES
                && header.size() / MAX_INFLATION > header.packed()) {
            throw refusal.damaged(
                    name + " is a zip bomb: " + header.packed() + " bytes that claim to hold " + header.size());
        }
    }

    private void refuseEncrypted(String name, short flags) {
        if ((flags & ENCRYPTED_FLAGS) != 0) {
            throw refusal.because(quote(name) + " is encrypted", "Save the file without a password");
        }
    }

    private void refuseOverlap(List<Span> spans) {
        spans.sort(Comparator.comparingLong(Span::from));
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).from() < spans.get(i - 1).to()) {
                throw refusal.damaged("has two zip members in the same bytes: "
                        + quote(spans.get(i - 1).name()) + " and "
                        + quote(spans.get(i).name()));
            }
        }
    }

    private static int unsigned(short value) {
        return Short.toUnsignedInt(value);
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
