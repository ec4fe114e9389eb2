package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/** Writes a zip64 file with members that are holes; all sizes and offsets are in the extra fields. */
final class TorchSparseZip {

    private static final short EXTRA_BYTES = 28;

    private final FileChannel out;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int entries;

    TorchSparseZip(FileChannel out) {
        this.out = out;
    }

    TorchSparseZip member(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        header(name, crc.getValue(), content.length);
        out.write(ByteBuffer.wrap(content));
        return this;
    }

    /** A member of zeros, whose checksum is left wrong. */
    TorchSparseZip hole(String name, long size) throws IOException {
        header(name, 0, size);
        out.position(out.position() + size);
        return this;
    }

    void end() throws IOException {
        long offset = out.position();
        out.write(ByteBuffer.wrap(directory.toByteArray()));
        long end = out.position();
        ByteBuffer records = ByteBuffer.allocate(98).order(ByteOrder.LITTLE_ENDIAN);
        records.putInt(0x06064b50).putLong(44).putInt(0x002d002d).putLong(0);
        records.putLong(entries).putLong(entries).putLong(end - offset).putLong(offset);
        records.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        records.putInt(0x06054b50).putInt(0).putShort((short) -1).putShort((short) -1);
        records.putInt(-1).putInt(-1).putShort((short) 0);
        out.write(records.flip());
    }

    private void header(String name, long crc, long size) throws IOException {
        byte[] nameBytes = name.getBytes(UTF_8);
        ByteBuffer central =
                ByteBuffer.allocate(46 + nameBytes.length + EXTRA_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        central.putInt(0x02014b50)
                .putInt(0x002d002d)
                .putShort((short) 0x800)
                .putShort((short) 0)
                .putInt(0);
        central.putInt((int) crc).putInt(-1).putInt(-1).putShort((short) nameBytes.length);
        central.putShort(EXTRA_BYTES).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        central.putInt(0).putInt(-1).put(nameBytes).putShort((short) 1).putShort((short) 24);
        central.putLong(size).putLong(size).putLong(out.position());
        directory.writeBytes(central.array());
        entries++;
        ByteBuffer local = ByteBuffer.allocate(30 + nameBytes.length).order(ByteOrder.LITTLE_ENDIAN);
        local.putInt(0x04034b50).put(central.array(), 6, 22).putShort((short) nameBytes.length);
        local.putShort((short) 0).put(nameBytes);
        out.write(local.flip());
    }
}
