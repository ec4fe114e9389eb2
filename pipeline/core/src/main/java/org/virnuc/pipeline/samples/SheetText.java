package org.virnuc.pipeline.samples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnuc.sequences.InputException;

/**
 * Reads the lines of a sample sheet in UTF-8. Other encodings that spreadsheets write are recognised and rejected by
 * name.
 */
final class SheetText {
    private static final String MARK = "\ufeff";
    private static final String SAVE = "; save the sheet as \"CSV UTF-8\"";

    /** The maximum size of a sheet, which stops a sequence file from being read as one. */
    private static final int MOST_BYTES = 64 << 20;

    private SheetText() {}

    /**
     * Returns all lines without line ends.
     *
     * @throws InputException if the file cannot be read or is not UTF-8 text
     */
    static List<String> lines(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new InputException(file + ": the sample sheet cannot be read; check the path", e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new InputException(file + ": more than " + MOST_BYTES
                    + " bytes, which no sample sheet has; name a CSV file with `samples`");
        }
        String text = decoded(file, bytes);
        return List.of((text.startsWith(MARK) ? text.substring(1) : text).split("\r\n|\r|\n", -1));
    }

    private static String decoded(Path file, byte[] bytes) {
        String beginning = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
        if (beginning.startsWith("PK\u0003\u0004")) {
            throw new InputException(file + ": this is a workbook (Excel, LibreOffice) and not CSV" + SAVE);
        }
        if (beginning.startsWith("\u00ff\u00fe") || beginning.startsWith("\u00fe\u00ff") || beginning.indexOf(0) >= 0) {
            throw new InputException(file + ", line 1: this is UTF-16 and not UTF-8" + SAVE);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        if (decoder.decode(in, out, true).isError()) {
            throw new InputException(file + ", line " + line(bytes, in.position()) + ": this is not UTF-8 (byte 0x"
                    + Integer.toHexString(bytes[in.position()] & 0xff)
                    + "; Excel's plain CSV is Windows-1252)" + SAVE);
        }
        return out.flip().toString();
    }

    private static int line(byte[] bytes, int until) {
        int line = 1;
        for (int i = 0; i < until; i++) {
            boolean ends = bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
            line += ends ? 1 : 0;
        }
        return line;
    }
}
