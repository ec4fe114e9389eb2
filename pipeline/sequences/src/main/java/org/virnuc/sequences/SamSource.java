package org.virnuc.sequences;

import htsjdk.samtools.DefaultSAMRecordFactory;
import htsjdk.samtools.SAMLineParser;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.ValidationStringency;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads SAM line by line. */
final class SamSource implements Alignments.Source {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Columns that name a contig: that of the read and that of its mate. */
    private static final int CONTIG = 2;

    private static final int MATE_CONTIG = 6;

    private final InputStream content;
    private final BooleanSupplier ended;
    private final AlignmentFault fault;
    private final AlignmentHeader header;
    private final SAMLineParser parser;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private @Nullable String line;
    private long lineNumber;

    /** Opens the source and reads the header. */
    SamSource(InputStream source, BooleanSupplier ended, AlignmentFault fault) throws IOException {
        this.content = source;
        this.ended = ended;
        this.fault = fault;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (line = readLine(); line != null && line.startsWith("@"); line = readLine()) {
            text.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            if (text.size() > Alignments.LONGEST) {
                throw new IllegalStateException("a header of more than " + Alignments.LONGEST + " bytes");
            }
        }
        this.header = AlignmentHeader.of(text.toByteArray(), fault);
        this.parser = new SAMLineParser(
                new DefaultSAMRecordFactory(), ValidationStringency.SILENT, header.forLibrary(), null, (File) null);
    }

    @Override
    public @Nullable SAMRecord next() throws IOException {
        String text = line;
        if (text == null) {
            return null;
        }
        SAMRecord record;
        try {
            record = parser.parseLine(header.hasStandIns() ? withStandIns(text) : text);
            record.getCigar(); // parsed when first asked for
        } catch (RuntimeException e) {
            throw fault.line(lineNumber, e);
        }
        line = readLine();
        return record;
    }

    @Override
    public AlignmentHeader header() {
        return header;
    }

    @Override
    public boolean whole() {
        return ended.getAsBoolean();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private String withStandIns(String text) {
        String[] columns = text.split("\t", -1);
        if (columns.length <= MATE_CONTIG) {
            return text;
        }
        columns[CONTIG] = header.forLibrary(columns[CONTIG]);
        columns[MATE_CONTIG] = header.forLibrary(columns[MATE_CONTIG]);
        return String.join("\t", columns);
    }

    /** The next line without its line end; null at the end of the file. */
    private @Nullable String readLine() throws IOException {
        if (position == limit && !fill()) {
            return null;
        }
        lineNumber++;
        bytes.reset();
        boolean lineEnded = false;
        while (!lineEnded && (position < limit || fill())) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            lineEnded = end < limit;
            bytes.write(buffer, position, end - position);
            position = lineEnded ? end + 1 : end;
            if (bytes.size() > Alignments.LONGEST) {
                throw fault.line(lineNumber, new IllegalStateException("a line without an end"));
            }
        }
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, content.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
