package org.virnuc.sequences;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts GenBank to FASTA and keeps the file's line numbers: the header replaces the {@code ORIGIN} line, the letters
 * follow, and all other lines are empty. The id is the first word of {@code VERSION}, or else of {@code ACCESSION}, or
 * else the name in {@code LOCUS}. A record has as many letters as its {@code LOCUS} states and ends with two slashes.
 */
final class GenBankStream extends TextStream {
    /** Longer lines are cut, because the rest is never needed. */
    private static final int LINE_BYTES = 4096;

    private static final int MOST_DIGITS = 18;

    private static final Pattern LENGTH = Pattern.compile("\\s(\\d+)\\s+(bp|rc|aa)\\b", Pattern.CASE_INSENSITIVE);

    private final String name;
    private final byte[] line = new byte[LINE_BYTES];
    private long column;
    private long lineNumber = 1;
    private boolean anyRecord;
    private boolean inRecord;
    private boolean inLetters;
    private String locus = "";
    private String accession = "";
    private String version = "";
    private long declared;
    private long letters;

    GenBankStream(String name, InputStream source) {
        super(source);
        this.name = name;
    }

    @Override
    void take(byte b) {
        if (b == '\r') {
            return;
        }
        if (b == '\n') {
            endLine();
            lineNumber++;
            return;
        }
        if (column < LINE_BYTES) {
            line[(int) column] = b;
        }
        column++;
        if (inLetters && line[0] != '/') {
            letter(b);
        }
    }

    private void letter(byte b) {
        if (b == 'L' && column == 1) {
            throw at(
                    "a LOCUS within record " + Quoted.of(id()), "records end with //; copy or download the file again");
        }
        if (b == '>') {
            throw at("found '>' among the letters of a record", "check that this is a GenBank file");
        }
        if (b != ' ' && b != '\t' && (b < '0' || b > '9')) {
            letters++;
            put(b);
        }
    }

    private void endLine() {
        String text = new String(line, 0, (int) Math.min(column, LINE_BYTES), StandardCharsets.ISO_8859_1);
        column = 0;
        if (text.startsWith("//") && inRecord) {
            endRecord();
        } else if (!inLetters) {
            keyword(text);
        }
        line[0] = 0;
        put((byte) '\n');
    }

    private void keyword(String text) {
        if (text.startsWith("LOCUS ")) {
            begin(text);
        } else if (!inRecord) {
            // Files of NCBI's releases start with a page about the release.
            if (anyRecord && !text.isBlank()) {
                throw at("found " + shown(text) + " where a record begins with LOCUS", "check the record before it");
            }
        } else if (text.startsWith("ACCESSION")) {
            accession = firstWord(text, accession);
        } else if (text.startsWith("VERSION")) {
            version = firstWord(text, version);
        } else if (text.startsWith("ORIGIN")) {
            inLetters = true;
            header();
        }
    }

    private void header() {
        put((byte) '>');
        put(id().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void begin(String text) {
        if (inRecord) {
            throw at(
                    "a LOCUS within record " + Quoted.of(id()), "records end with //; copy or download the file again");
        }
        Matcher length = LENGTH.matcher(text);
        boolean known = length.find();
        locus = firstWord(text, "");
        accession = "";
        version = "";
        declared = known ? declared(length.group(1)) : -1;
        letters = 0;
        inRecord = true;
        anyRecord = true;
        if (known && length.group(2).toLowerCase(Locale.ROOT).equals("aa")) {
            throw at("record " + Quoted.of(locus) + " is a protein", "VirNuc reads DNA; name its nucleotide record");
        }
        if (locus.isEmpty()) {
            throw at("a LOCUS without a name", "give the record one");
        }
    }

    private long declared(String digits) {
        if (digits.length() > MOST_DIGITS) {
            throw at(
                    "the LOCUS of record " + Quoted.of(locus) + " says " + digits
                            + " letters, more than any file holds",
                    "correct the line, or download the record again");
        }
        return Long.parseLong(digits);
    }

    private void endRecord() {
        if (!inLetters && declared == 0) {
            header();
        } else if (!inLetters) {
            throw at(
                    "record " + Quoted.of(id()) + " has no ORIGIN, so no sequence",
                    "download it with its sequence, as \"GenBank (full)\" or FASTA");
        }
        if (declared >= 0 && letters != declared) {
            throw at(
                    "record " + Quoted.of(id()) + " has " + letters + " letters, and its LOCUS says " + declared,
                    "copy or download the file again");
        }
        inRecord = false;
        inLetters = false;
    }

    @Override
    void end() {
        if (column > 0) {
            endLine();
        }
        if (inRecord) {
            throw at("the file ends within record " + Quoted.of(id()), "copy or download it again");
        }
        if (!anyRecord) {
            throw new InputException(name + ": no LOCUS found; name a GenBank file with at least one record");
        }
    }

    private String id() {
        return !version.isEmpty() ? version : !accession.isEmpty() ? accession : locus;
    }

    /** The word after the keyword, or {@code otherwise} for placeholders that programs write if they know none. */
    private static String firstWord(String text, String otherwise) {
        String[] words = text.strip().split("\\s+", -1);
        String word = words.length < 2 ? "" : words[1];
        return word.isEmpty() || word.equals(".") || word.equalsIgnoreCase("unknown") ? otherwise : word;
    }

    private static String shown(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Quoted.line(bytes, bytes.length);
    }

    private InputException at(String found, String advice) {
        return new InputException(name + ", line " + lineNumber + ": " + found + "; " + advice);
    }
}
