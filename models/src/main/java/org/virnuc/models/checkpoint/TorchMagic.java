package org.virnuc.models.checkpoint;

import java.util.Arrays;

/** Recognizes the file formats of torch.save by their first bytes. */
enum TorchMagic {
    /** Since PyTorch 1.6. */
    ZIP,
    /** PyTorch 0.1.10 to 1.5, and {@code _use_new_zipfile_serialization=False}. */
    PICKLES,
    /** Before PyTorch 0.1.10. */
    TAR,
    /** Any other file. */
    NONE;

    /** Number of bytes that are examined. */
    static final int BYTES = 512;

    /** LONG1 of 10 bytes: 0x1950a86a20f9469cfc6c, the first value of the old format. */
    private static final byte[] LEGACY =
            bytes(0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.');

    private static final byte[] LOCAL_HEADER = bytes('P', 'K', 3, 4);
    private static final byte[] EMPTY_ZIP = bytes('P', 'K', 5, 6);
    private static final byte[] USTAR = bytes('u', 's', 't', 'a', 'r');
    private static final int USTAR_OFFSET = 257;
    private static final int PROTO = 0x80;

    /**
     * Where the old format's first value starts: after PROTO and its number; from protocol 4 on, after FRAME and its
     * length too.
     */
    private static final int[] LEGACY_OFFSETS = {2, 11};

    static TorchMagic of(byte[] head) {
        if (has(head, 0, LOCAL_HEADER) || has(head, 0, EMPTY_ZIP)) {
            return ZIP;
        }
        if (head.length > 0 && Byte.toUnsignedInt(head[0]) == PROTO) {
            for (int offset : LEGACY_OFFSETS) {
                if (has(head, offset, LEGACY)) {
                    return PICKLES;
                }
            }
        }
        return has(head, USTAR_OFFSET, USTAR) ? TAR : NONE;
    }

    private static boolean has(byte[] head, int offset, byte[] magic) {
        int end = offset + magic.length;
        return head.length >= end && Arrays.equals(head, offset, end, magic, 0, magic.length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
