package org.virnuc.models.torchscript;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip file without compression whose entries start at multiples of 64 bytes, as PyTorch writes it, so that
 * libtorch can map tensors into memory. Sizes are declared in advance; checksums are filled in later; zip64 is used
 * above 4 GiB. Entries have the order in which they were created, and can be written concurrently by different threads.
 */
final class StoredZip implements Closeable {
    private static final int ALIGNMENT = 64;
    private static final long LIMIT = 0xffffffffL;
    /** 1 January 1980, the earliest date of the format, so that the same input always gives the same bytes. */
    private static final int DATE = 0x21;

    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();
    private long position;

    StoredZip(FileChannel channel) {
        this.channel = channel;
    }

    /** Reserves space for an entry; exactly {@code size} bytes must be written before the stream is closed. */
    OutputStream entry(String name, long size) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        int zip64 = size >= LIMIT ? 20 : 0;
        long dataAt = position + 30 + encoded.length + zip64 + 4;
        int padding = (int) (-dataAt & (ALIGNMENT - 1));
        ByteBuffer header = buffer(30 + encoded.length + zip64 + 4 + padding);
        header.putInt(0x04034b50)
                .putShort((short) (zip64 > 0 ? 45 : 20))
                .putShort((short) 0x800)
                .putShort((short) 0);
        header.putShort((short) 0).putShort((short) DATE).putInt(0);
        header.putInt((int) Math.min(size, LIMIT)).putInt((int) Math.min(size, LIMIT));
        header.putShort((short) encoded.length)
                .putShort((short) (zip64 + 4 + padding))
                .put(encoded);
        if (zip64 > 0) {
            header.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
        }
        header.putShort((short) 0x4246).putShort((short) padding);
        while (header.hasRemaining()) {
            header.put((byte) 'Z');
        }
        Entry entry = new Entry(encoded, size, position);
        write(header.flip());
        entries.add(entry);
        EntryStream stream = new EntryStream(entry, position);
        position += size;
        return stream;
    }

    /** Writes the directory; the channel stays open. */
    @Override
    public void close() throws IOException {
        long start = position;
        for (Entry entry : entries) {
            write(directoryEntry(entry));
        }
        long size = position - start;
        long end = position;
        boolean large = start + size >= LIMIT || entries.size() >= 0xffff;
        if (large) {
            ByteBuffer record = buffer(56 + 20);
            record.putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) 45)
                    .putShort((short) 45)
                    .putInt(0)
                    .putInt(0);
            record.putLong(entries.size()).putLong(entries.size()).putLong(size).putLong(start);
            record.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
            write(record.flip());
        }
        short count = (short) Math.min(entries.size(), 0xffff);
        ByteBuffer tail = buffer(22);
        tail.putInt(0x06054b50).putInt(0).putShort(count).putShort(count);
        tail.putInt((int) Math.min(size, LIMIT))
                .putInt((int) Math.min(start, LIMIT))
                .putShort((short) 0);
        write(tail.flip());
    }

    private static ByteBuffer directoryEntry(Entry entry) {
        boolean large = entry.size >= LIMIT || entry.start >= LIMIT;
        ByteBuffer record = buffer(46 + entry.name.length + (large ? 28 : 0));
        record.putInt(0x02014b50)
                .putShort((short) 45)
                .putShort((short) (large ? 45 : 20))
                .putShort((short) 0x800);
        record.putShort((short) 0).putShort((short) 0).putShort((short) DATE).putInt((int) entry.crc.getValue());
        int shortSize = large ? -1 : (int) entry.size;
        record.putInt(shortSize).putInt(shortSize).putShort((short) entry.name.length);
        record.putShort((short) (large ? 28 : 0))
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0);
        record.putInt(large ? -1 : (int) entry.start).put(entry.name);
        if (large) {
            record.putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(entry.size)
                    .putLong(entry.size)
                    .putLong(entry.start);
        }
        return record.flip();
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes) throws IOException {
        position = write(bytes, position);
    }

    /** Writes all bytes at a position and returns the position after them. */
    private long write(ByteBuffer bytes, long start) throws IOException {
        long at = start;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }

    private static final class Entry {
        final byte[] name;
        final long size;
        final long start;
        final CRC32 crc = new CRC32();

        Entry(byte[] name, long size, long start) {
            this.name = name;
            this.size = size;
            this.start = start;
        }
    }

    /** Buffers small writes, computes the checksum, and writes it into the header when closed. */
    private final class EntryStream extends OutputStream {
        private static final int BUFFER = 1 << 18;

        private final Entry entry;
        private final long start;
        private ByteBuffer buffer = ByteBuffer.allocate(0);
        private long at;

        EntryStream(Entry entry, long start) {
            this.entry = entry;
            this.start = start;
            this.at = start;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (buffer.capacity() == 0) {
                buffer = ByteBuffer.allocate((int) Math.min(BUFFER, entry.size));
            }
            if (length > buffer.remaining()) {
                drain();
            }
            if (length > buffer.capacity()) {
                send(ByteBuffer.wrap(bytes, offset, length));
            } else {
                buffer.put(bytes, offset, length);
            }
        }

        @Override
        public void close() throws IOException {
            drain();
            buffer = ByteBuffer.allocate(0);
            if (at - start != entry.size) {
                throw wrongSize(at - start);
            }
            ByteBuffer crc = StoredZip.buffer(4).putInt((int) entry.crc.getValue());
            StoredZip.this.write(crc.flip(), entry.start + 14);
        }

        private void drain() throws IOException {
            send(buffer.flip());
            buffer.clear();
        }

        private void send(ByteBuffer bytes) throws IOException {
            long written = at - start + bytes.remaining();
            if (written > entry.size) {
                throw wrongSize(written);
            }
            entry.crc.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            at = StoredZip.this.write(bytes, at);
        }

        private IOException wrongSize(long written) {
            return new IOException(new String(entry.name, StandardCharsets.UTF_8) + ": " + written
                    + " bytes were written; expected " + entry.size);
        }
    }
}
