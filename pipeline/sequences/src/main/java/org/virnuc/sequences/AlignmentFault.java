package org.virnuc.sequences;

import java.util.Locale;

/** Builds the error messages about an alignment file: file, previous read, what was found, what to do. */
final class AlignmentFault {
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

    /** Converts a library exception: VirNuc's own message is kept, and anything else is damage. */
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
        return new InputException(
                file + after(reads, last) + ": the " + format.word() + " data is damaged or cut short; " + again(),
                wordless(cause));
    }

    /** A SAM line that is not a valid read. */
    InputException line(long line, RuntimeException cause) {
        return new InputException(
                file + ", line " + line
                        + ": this line is not SAM; correct it, then check the file with: samtools view -c " + file,
                wordless(cause));
    }

    /** A header line that lacks required fields. */
    InputException headerLine(long line, String found) {
        return new InputException(
                file + ", line " + line + " of the header: " + found + "; correct it, as with samtools reheader");
    }

    InputException twoLists(int named, int listed) {
        return new InputException(file + ": its header names " + named + " sequences, and the list behind it has "
                + listed + "; rewrite the header with samtools reheader");
    }

    InputException version(String version) {
        return new InputException(file + ": CRAM " + version
                + " cannot be read, only 2.1 to 3.1; convert it to BAM with: samtools view -b " + file);
    }

    /** A size in the file that requires more memory than available. */
    InputException tooLarge(long reads, String last, OutOfMemoryError cause) {
        return new InputException(
                file + after(reads, last) + ": the " + format.word()
                        + " data asks for more memory than there is, which damaged sizes do; " + again()
                        + "; if it is whole, give more memory with VIRNUC_JAVA_OPTS=-Xmx4g",
                wordless(cause));
    }

    InputException qualities(long reads, String last) {
        return new InputException(
                file + after(reads, last) + ": a read with another number of qualities than bases; " + again());
    }

    InputException badHeader(Exception cause) {
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

    /**
     * Describes the library's exception by type and location, because its message may contain a line with its sequence.
     */
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
