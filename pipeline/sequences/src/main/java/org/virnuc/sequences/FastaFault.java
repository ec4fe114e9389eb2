package org.virnuc.sequences;

import java.util.Arrays;

/** Builds the error messages about a FASTA file: file, line, what was found, what to do. */
final class FastaFault {
    private static final int SHOWN_BYTES = 80;
    private static final String NUCLEOTIDE_LETTERS = "A C G T U, the IUPAC codes, X, - . and *";

    private final String file;

    FastaFault(String file) {
        this.file = file;
    }

    InputException nothingButBlanks() {
        return new InputException(
                file + ": no '>' found, only blank lines; name a FASTA file with at least one record");
    }

    /** Text other than a header, starting at {@code from}. */
    InputException textBeforeFirstHeader(long line, byte[] bytes, int from, int limit) {
        int end = from;
        while (end < limit && end - from < SHOWN_BYTES && bytes[end] != '\n' && bytes[end] != '\r') {
            if (bytes[end] == 0) {
                return binary(line);
            }
            end++;
        }
        return at(
                line,
                "found " + Quoted.line(Arrays.copyOfRange(bytes, from, end), end - from) + " before the first '>'",
                "FASTA begins with a header line such as '>name'; check that this is a FASTA file");
    }

    InputException emptyId(long line) {
        return at(line, "a '>' without an id", "write the record's name directly after the '>'");
    }

    InputException longId(long line, int limit) {
        return at(line, "an id of more than " + limit + " characters", "check that this is a FASTA file");
    }

    InputException binary(long line) {
        return at(line, "a NUL byte: this is binary data", "name a FASTA file, plain or compressed with gzip");
    }

    /** A byte that is not allowed in a nucleotide sequence. */
    InputException refusedLetter(long line, byte letter, byte[] id, int length) {
        if (letter == 0) {
            return binary(line);
        }
        String found = Quoted.of(new byte[] {letter}, 1) + " is not a nucleotide letter (record "
                + Quoted.of(id, length) + ")";
        if ("EFIJLOPQZefijlopqz".indexOf(letter) >= 0) {
            return at(line, found, "this looks like protein; VirNuc reads DNA (" + NUCLEOTIDE_LETTERS + ")");
        }
        if (letter == '>') {
            return at(line, found, "a header has to begin its own line");
        }
        return at(line, found, "correct the line; allowed are " + NUCLEOTIDE_LETTERS);
    }

    private InputException at(long line, String found, String advice) {
        return new InputException(file + ", line " + line + ": " + found + "; " + advice);
    }
}
