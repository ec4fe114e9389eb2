package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips, right or wrong: every header can be patched before it is written, at the offsets of the format. */
final class ZipAssembler {

    /** Offsets into a local header. */
    static final int LOCAL_FLAGS = 6;

    static final int LOCAL_METHOD = 8;
    static final int LOCAL_CRC = 14;
    static final int LOCAL_SIZE = 22;
    static final int LOCAL_NAME = 30;

    /** Offsets into a header of the directory. */
    static final int FLAGS = 8;

    static final int METHOD = 10;
    static final int CRC = 16;
    static final int PACKED = 20;
    static final int SIZE = 24;
    static final int EXTRA_LENGTH = 30;
    static final int OFFSET = 42;

    /** Offsets into the end record. */
    static final int END_DISK = 4;

    static final int END_ENTRIES = 10;
    static final int END_OFFSET = 16;
    static final int END_COMMENT = 20;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();

    /** A PyTorch file around a pickle, with storage {@code 0} of {@code storage}. */
    static ZipAssembler torch(byte[] pickle, byte[] storage) {
        return new ZipAssembler()
                .stored("top/data.pkl", pickle)
                .stored("top/byteorder", "little".getBytes(UTF_8))
                .stored("top/data/0", storage)
                .stored("top/version", "3\n".getBytes(UTF_8));
    }

    ZipAssembler stored(String name, byte[] content) {
        return member(name, content, false, ZipAssembler::asIs, ZipAssembler::asIs);
    }

    ZipAssembler deflated(String name, byte[] content) {
        return member(name, content, true, ZipAssembler::asIs, ZipAssembler::asIs);
    }

    /** A member with patches for its two headers. */
    ZipAssembler member(
            String name, byte[] content, boolean deflate, Consumer<ByteBuffer> local, Consumer<ByteBuffer> central) {
        byte[] data = deflate ? deflate(content) : content;
        byte[] nameBytes = name.getBytes(UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer first = ByteBuffer.allocate(30 + nameBytes.length).order(ByteOrder.LITTLE_ENDIAN);
        first.putInt(0x04034b50).putShort((short) 20).putShort((short) 0x800).putShort((short) (deflate ? 8 : 0));
        first.putInt(0).putInt((int) crc.getValue()).putInt(data.length).putInt(content.length);
        first.putShort((short) nameBytes.length).putShort((short) 0).put(nameBytes);
        ByteBuffer second = ByteBuffer.allocate(46 + nameBytes.length).order(ByteOrder.LITTLE_ENDIAN);
        second.putInt(0x02014b50).putShort((short) 20).put(first.array(), 4, 24).putShort((short) 0);
        second.putInt(0).putInt(0).putShort((short) 0).putInt(OFFSET, out.size());
        second.position(46).put(nameBytes);
        local.accept(first);
        central.accept(second);
        out.writeBytes(first.array());
        out.writeBytes(data);
        directory.add(second.array());
        return this;
    }

    /** Bytes between two members. */
    ZipAssembler gap(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A header of the directory that belongs to no member. */
    ZipAssembler header(byte[] header) {
        directory.add(header);
        return this;
    }

    /** The headers of the directory so far, to be patched or repeated. */
    List<byte[]> headers() {
        return directory;
    }

    byte[] bytes() {
        return bytes(ZipAssembler::asIs);
    }

    /** The file, its end record patched. */
    byte[] bytes(Consumer<ByteBuffer> endPatch) {
        int offset = out.size();
        directory.forEach(out::writeBytes);
        int length = out.size() - offset;
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) directory.size()).putShort((short) directory.size());
        end.putInt(length).putInt(offset).putShort((short) 0);
        endPatch.accept(end);
        out.writeBytes(end.array());
        return out.toByteArray();
    }

    /** The file with zip64 end records, of which the larger is patched; the small one points to it. */
    byte[] bytes64(Consumer<ByteBuffer> endPatch, Consumer<ByteBuffer> locatorPatch) {
        int offset = out.size();
        directory.forEach(out::writeBytes);
        int end = out.size();
        ByteBuffer wide = ByteBuffer.allocate(56).order(ByteOrder.LITTLE_ENDIAN);
        wide.putInt(0x06064b50).putLong(44).putInt(0x031e_031e).putLong(0);
        wide.putLong(directory.size())
                .putLong(directory.size())
                .putLong(end - offset)
                .putLong(offset);
        endPatch.accept(wide);
        ByteBuffer locator = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        locator.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        locatorPatch.accept(locator);
        out.writeBytes(wide.array());
        out.writeBytes(locator.array());
        ByteBuffer narrow = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        narrow.putInt(0x06054b50).putInt(0).putShort((short) directory.size()).putShort((short) directory.size());
        narrow.putInt(-1).putInt(-1).putShort((short) 0);
        out.writeBytes(narrow.array());
        return out.toByteArray();
    }

    /** No patch. */
    static void asIs(ByteBuffer header) {}

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return packed.toByteArray();
    }
}
