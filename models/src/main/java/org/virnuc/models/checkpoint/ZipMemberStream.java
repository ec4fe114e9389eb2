package org.virnuc.models.checkpoint;

import static org.virnuc.models.checkpoint.TorchRefusal.quote;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.virnuc.models.ModelException;

/**
 * The content of one zip member: exactly the declared number of bytes. If a member is read from start to end, its
 * checksum is verified before the end is reported. Inflated data that is shorter or longer than declared is refused.
 */
final class ZipMemberStream extends InputStream {

    private static final int PACKED_BUFFER_BYTES = 64 << 10;

    private final ZipBytes file;
    private final ZipMember member;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private byte[] packed = {};
    private long packedRead;
    private long produced;
    private boolean skipped;

    ZipMemberStream(ZipBytes file, ZipMember member) {
        this.file = file;
        this.member = member;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (produced == member.size()) {
            finish();
            return -1;
        }
        int wanted = (int) Math.min(length, member.size() - produced);
        int count = member.deflated()
                ? inflate(target, offset, wanted)
                : file.read(member.dataOffset() + produced, target, offset, wanted);
        crc.update(target, offset, count);
        produced += count;
        return count;
    }

    /** Skips without reading if the member is stored; the checksum is then not verified. */
    @Override
    public long skip(long count) throws IOException {
        if (member.deflated()) {
            return super.skip(count);
        }
        long step = Math.max(0, Math.min(count, member.size() - produced));
        skipped |= step > 0;
        produced += step;
        return step;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0) {
                    return count;
                }
                if (inflater.finished() || inflater.needsDictionary() || packedRead == member.packedBytes()) {
                    throw differs("inflates to " + produced + " bytes");
                }
                refill();
            }
        } catch (DataFormatException malformed) {
            throw file.refusal().damaged(quote(member.name()) + " is not deflated data");
        }
    }

    private void refill() throws IOException {
        if (packed.length == 0) {
            packed = new byte[PACKED_BUFFER_BYTES];
        }
        int wanted = (int) Math.min(packed.length, member.packedBytes() - packedRead);
        int count = file.read(member.dataOffset() + packedRead, packed, 0, wanted);
        packedRead += count;
        inflater.setInput(packed, 0, count);
    }

    private void finish() throws IOException {
        if (member.deflated() && !endsHere()) {
            throw differs("inflates to more");
        }
        if (!skipped && crc.getValue() != member.crc()) {
            throw file.refusal()
                    .damaged(String.format(
                            "%s has checksum %08x, its header says %08x",
                            quote(member.name()), crc.getValue(), member.crc()));
        }
    }

    private boolean endsHere() throws IOException {
        try {
            while (!inflater.finished()) {
                if (inflater.inflate(new byte[1]) > 0 || inflater.needsDictionary()) {
                    return false;
                }
                if (inflater.needsInput()) {
                    if (packedRead == member.packedBytes()) {
                        return inflater.finished();
                    }
                    refill();
                }
            }
            return true;
        } catch (DataFormatException malformed) {
            return false;
        }
    }

    private ModelException differs(String what) {
        return file.refusal().damaged(quote(member.name()) + " declares " + member.size() + " bytes, but " + what);
    }
}
