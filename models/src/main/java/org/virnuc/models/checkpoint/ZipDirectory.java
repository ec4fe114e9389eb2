package org.virnuc.models.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Position and size of a zip file's central directory. The end record must be the very last bytes of the file, and the
 * directory must end where the end record starts. PyTorch writes neither a comment nor anything after it, and if
 * neither is allowed, no two programs can see different directories in one file.
 */
record ZipDirectory(long offset, int bytes, int entries) {

    /**
     * Limit of entries; the largest published model, ESM-2 with 15 billion parameters, has about 900 members of 80
     * bytes.
     */
    static final int MAX_ENTRIES = 20_000;

    static final int MAX_BYTES = 4 << 20;

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_BYTES = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int END64_HEAD_BYTES = 12;

    /** Reads the end record and, if there is one, the zip64 end record. */
    static ZipDirectory find(ZipBytes file) throws IOException {
        long endOffset = file.size() - END_BYTES;
        if (endOffset < 0) {
            throw file.refusal().damaged("is cut short: it has " + file.size() + " bytes");
        }
        ByteBuffer end = file.at(endOffset, END_BYTES);
        if (end.getInt(0) != END || end.getShort(20) != 0) {
            throw file.refusal()
                    .damaged("does not end with the end record of a zip: it is cut short, or has a comment or other"
                            + " bytes appended");
        }
        if (end.getShort(4) != 0 || end.getShort(6) != 0) {
            throw file.refusal().damaged("is one part of a zip of several parts");
        }
        int entries = Short.toUnsignedInt(end.getShort(10));
        long bytes = Integer.toUnsignedLong(end.getInt(12));
        long offset = Integer.toUnsignedLong(end.getInt(16));
        long locatorOffset = endOffset - LOCATOR64_BYTES;
        if (locatorOffset >= 0) {
            ByteBuffer locator = file.at(locatorOffset, LOCATOR64_BYTES);
            if (locator.getInt(0) == LOCATOR64) {
                ZipDirectory wide = find64(file, locator.getLong(8), locatorOffset);
                if (differs(entries, wide.entries, 0xFFFF)
                        || differs(bytes, wide.bytes, ZipExtra.IN_EXTRA)
                        || differs(offset, wide.offset, ZipExtra.IN_EXTRA)) {
                    throw file.refusal().damaged("has two zip end records that contradict each other");
                }
                return wide;
            }
        }
        return checked(file, entries, bytes, offset, endOffset);
    }

    private static ZipDirectory find64(ZipBytes file, long endOffset, long locatorOffset) throws IOException {
        ByteBuffer end = file.at(endOffset, END64_BYTES);
        if (end.getInt(0) != END64 || end.getLong(4) != locatorOffset - endOffset - END64_HEAD_BYTES) {
            throw file.refusal().damaged("has a zip64 locator that points to no zip64 end record");
        }
        if (end.getInt(16) != 0 || end.getInt(20) != 0) {
            throw file.refusal().damaged("is one part of a zip of several parts");
        }
        return checked(file, end.getLong(32), end.getLong(40), end.getLong(48), endOffset);
    }

    private static boolean differs(long narrow, long wide, long seeWide) {
        return narrow != wide && narrow != seeWide;
    }

    private static ZipDirectory checked(ZipBytes file, long entries, long bytes, long offset, long endOffset) {
        if (entries < 0 || entries > MAX_ENTRIES || bytes < 0 || bytes > MAX_BYTES) {
            throw file.refusal()
                    .damaged("declares a zip directory of " + Long.toUnsignedString(entries) + " entries in "
                            + Long.toUnsignedString(bytes) + " bytes; at most " + MAX_ENTRIES + " entries in "
                            + MAX_BYTES + " bytes are read");
        }
        if (offset != endOffset - bytes) {
            throw file.refusal()
                    .damaged("has its zip directory at byte " + (endOffset - bytes) + ", but declares it at byte "
                            + Long.toUnsignedString(offset));
        }
        return new ZipDirectory(offset, (int) bytes, (int) entries);
    }
}
