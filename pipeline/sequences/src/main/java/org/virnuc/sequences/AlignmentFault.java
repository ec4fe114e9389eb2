package org.virnuc.sequences;

import htsjdk.samtools.SAMFormatException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words every complaint about a file of reads: file, the read before, what was found, what to do. */
final class AlignmentFault {
    private static final Pattern LINE = Pattern.compile("Line (\\d+)");
    private static final String OTHER_REFERENCE =
            ": the FASTA given with `reference` is not the one that this CRAM file was"
                    + " aligned to: a checksum differs; name that one, or copy the file again";
    private static final int DEEPEST_CAUSE = 20;

    private final SequenceFormat format;
    private final String file;

    AlignmentFault(SequenceFormat format, String file) {
        this.format = format;
        this.file = file;
    }

    /** What a library has thrown: a message of our own passes, anything else is damage. */
    InputException damaged(RuntimeException cause, long reads, String last) {
        Throwable inner = cause;
        for (int depth = 0; inner != null && depth < DEEPEST_CAUSE; depth++) {
            if (inner instanceof InputException ours) {
                return ours;
            }
            inner = inner.getCause();
        }
        if (format == SequenceFormat.CRAM && String.valueOf(cause.getMessage()).contains("MD5")) {
            return new InputException(file + after(reads, last) + OTHER_REFERENCE, wordless(cause));
        }
        if (format == SequenceFormat.SAM && cause instanceof SAMFormatException) {
            Matcher line = LINE.matcher(String.valueOf(cause.getMessage()));
            String place = line.find() ? ", line " + line.group(1) : after(reads, last);
            return new InputException(
                    file + place + ": this line is not SAM; correct it, then check the file with: samtools view -c "
                            + file,
                    wordless(cause));
        }
        return new InputException(
                file + after(reads, last) + ": the " + format.word() + " data is damaged or cut short; " + again(),
                wordless(cause));
    }

    InputException cutShort(long reads, String last) {
        return new InputException(file + after(reads, last) + ": the " + format.word()
                + " data ends without its end mark, so it is cut short; " + again()
                + "; write it anew with samtools view if it is whole");
    }

    InputException qualities(long reads, String last) {
        return new InputException(
                file + after(reads, last) + ": a read with another number of qualities than bases; " + again());
    }

    InputException badHeader(RuntimeException cause) {
        return new InputException(
                file + ": the header of this " + format.word() + " file is damaged; " + again(), wordless(cause));
    }

    InputException noName(long reads, String last) {
        return new InputException(
                file + after(reads, last) + ": a read without a name; give it one, or write FASTQ and name that");
    }

    InputException letter(byte letter, String read) {
        return new InputException(
                file + ": " + Quoted.of(new byte[] {letter}, 1) + " is not a nucleotide letter (record "
                        + Quoted.of(read) + "); write the bases out, as samtools fastq does");
    }

    InputException needsReference(String contig) {
        return new InputException(file + ": this CRAM file keeps reads as differences to a reference, at "
                + Quoted.of(contig) + " for one; name its FASTA with `reference`");
    }

    InputException otherReference(String contig) {
        return new InputException(file + ", at sequence " + Quoted.of(contig) + OTHER_REFERENCE);
    }

    InputException notInReference(String contig, String reference) {
        return new InputException(file + ": aligned to " + Quoted.of(contig) + ", which " + reference
                + " does not hold; name the FASTA it was aligned to with `reference`");
    }

    /** The library's exception by its type and place: its own words may repeat a line with its sequence. */
    static Exception wordless(Throwable cause) {
        Exception anonymous = new IllegalStateException(cause.getClass().getSimpleName());
        anonymous.setStackTrace(cause.getStackTrace());
        return anonymous;
    }

    private String again() {
        String name = file.equals("standard input") ? "FILE" : file;
        String check = format == SequenceFormat.SAM ? "samtools view -c " : "samtools quickcheck -v ";
        return "copy or download it again, then check it with: " + check + name;
    }

    private static String after(long reads, String last) {
        return reads == 0
                ? ", before the first read"
                : String.format(Locale.ROOT, ", after read %d (record ", reads) + Quoted.of(last) + ")";
    }
}
