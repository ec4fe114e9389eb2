package org.virnuc.sequences;

import java.io.InputStream;

/**
 * Converts FASTQ to FASTA: headers start with '>' instead of '@', and the other two lines of each record become empty,
 * which keeps the file's line numbers. Records have four lines; the qualities are counted and dropped.
 *
 * <p>htsjdk's FastqReader (4.3, tried) reads a header in place of the letters as a read, refuses a read without
 * letters, names only the line where a record begins, and holds whole lines in memory.
 */
final class FastqStream extends TextStream {
    /** The four lines of a record. */
    private enum Line {
        HEADER,
        LETTERS,
        PLUS,
        QUALITIES;

        Line next() {
            return switch (this) {
                case HEADER -> LETTERS;
                case LETTERS -> PLUS;
                case PLUS -> QUALITIES;
                case QUALITIES -> HEADER;
            };
        }
    }

    private final String name;
    private Line line = Line.HEADER;
    private long lineNumber = 1;
    private long column;
    private long letters;

    /** Whether the header has a name so far. */
    private boolean named;

    /** Whether the byte before was a carriage return. */
    private boolean afterReturn;

    /** Whether any line has ended with a line feed. Only where none has does a carriage return end one. */
    private boolean lineFeeds;

    private boolean oldMac;

    FastqStream(String name, InputStream source) {
        super(source);
        this.name = name;
    }

    @Override
    void take(byte b) {
        if (afterReturn) {
            afterReturn = false;
            oldMac |= !lineFeeds && b != '\n' && b != '\r';
            if (oldMac) {
                endLine();
            }
        }
        if (b == '\r') {
            afterReturn = true;
            return;
        }
        if (b == '\n') {
            lineFeeds = true;
            endLine();
            return;
        }
        switch (line) {
            case HEADER -> put(column == 0 ? header(b) : named(b));
            case LETTERS -> put(column == 0 ? firstLetter(b) : b);
            case PLUS -> checkPlus(b);
            case QUALITIES -> {}
        }
        column++;
    }

    private void endLine() {
        put((byte) '\n');
        boolean blankBetweenRecords = line == Line.HEADER && column == 0;
        if (line == Line.HEADER && column > 0 && !named) {
            throw at("a '@' without an id", "write the read's name directly after the '@'");
        } else if (line == Line.LETTERS) {
            letters = column;
        } else if (line == Line.PLUS && column == 0) {
            throw notPlus("an empty line");
        } else if (line == Line.QUALITIES) {
            checkQualities();
        }
        if (!blankBetweenRecords) {
            line = line.next();
        }
        lineNumber++;
        column = 0;
    }

    private byte header(byte b) {
        if (b != '@') {
            throw at("found " + shown(b) + " where a record begins with '@'", "check the record before it");
        }
        named = false;
        return '>';
    }

    /** A byte of the header after its first. Blanks may stand before the name. */
    private byte named(byte b) {
        named |= b != ' ' && b != '\t';
        return b;
    }

    private byte firstLetter(byte b) {
        if (b == '>' || b == '@') {
            throw at("found " + shown(b) + " where the letters of a read begin", "check that no line is missing");
        }
        return b;
    }

    private void checkPlus(byte b) {
        if (column == 0 && b != '+') {
            throw notPlus(shown(b));
        }
    }

    private InputException notPlus(String found) {
        return at(
                "found " + found + " where the third line of a record begins with '+'",
                "records need four lines; join longer ones with: seqkit seq -w 0");
    }

    private void checkQualities() {
        if (column != letters) {
            throw at(column + " qualities for " + letters + " letters", "copy or download the file again");
        }
    }

    @Override
    void end() {
        boolean emptyReadWithoutLastLine = line == Line.PLUS && column > 0 && letters == 0;
        if (line == Line.QUALITIES) {
            checkQualities();
        } else if (emptyReadWithoutLastLine) {
            put((byte) '\n');
        } else if (line != Line.HEADER || column > 0) {
            throw at("the file ends within a record", "copy or download it again");
        }
    }

    private InputException at(String found, String advice) {
        return new InputException(name + ", line " + lineNumber + ": " + found + "; " + advice);
    }

    private static String shown(byte b) {
        return Quoted.of(new byte[] {b}, 1);
    }
}
