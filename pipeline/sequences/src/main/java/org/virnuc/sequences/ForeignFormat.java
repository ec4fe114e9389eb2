package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * File formats that users mistake for FASTA, recognised by their first bytes, each with advice on what to name instead. The first that
 * matches counts, so those that any text might match come last.
 */
enum ForeignFormat {
    // Archives and compression
    TAR(".{257}ustar", "a tar archive", "unpack it with tar -xf, and name the files in it"),
    GZIP("\\x1f\\x8b", "data compressed twice with gzip", "decompress it once with: gzip -d"),
    OFFICE(
            "PK\\x03\\x04.{26}(?:\\[Content_Types\\]|_rels/|docProps/|word/|xl/|ppt/|mimetype)|\\xd0\\xcf\\x11\\xe0|\\{\\\\rtf",
            "a file of an office program, such as a workbook",
            "save it there as plain text"),
    ZIP("PK\\x03\\x04", "a zip archive", "unpack it and name the FASTA file in it"),
    BZIP2("BZh", "data compressed with bzip2", "decompress it with: bzip2 -dk"),
    XZ("\\xfd7zXZ\\x00", "data compressed with xz", "decompress it with: xz -dk"),
    ZSTD("\\x28\\xb5/\\xfd", "data compressed with zstd", "decompress it with: zstd -d"),
    SEVEN_ZIP("7z\\xbc\\xaf", "a 7-Zip archive", "unpack it with 7z x, and name the files in it"),
    RAR("Rar!", "a RAR archive", "unpack it with unrar x, and name the files in it"),
    LZ4("\\x04\"M\\x18", "data compressed with lz4", "decompress it with: lz4 -d"),
    COMPRESS("\\x1f[\\x9d\\xa0]", "data compressed with compress", "decompress it with: gzip -dk"),
    LZIP("LZIP", "data compressed with lzip", "decompress it with: lzip -dk"),
    LZMA("\\]\\x00\\x00", "data compressed with lzma", "decompress it with: xz -dk"),
    SNAPPY("\\xff\\x06\\x00\\x00sNaPpY", "data compressed with Snappy", "decompress it"),
    ENCRYPTED("age-encryption\\.org|crypt4gh|-----BEGIN PGP", "encrypted data", "decrypt it"),
    // Reads in formats of sequencers and archives
    SRA("NCBI\\.sra", "an SRA file", "convert it with: fasterq-dump"),
    HDF5("\\x89HDF\\r\\n", "an HDF5 file, such as FAST5", "name the FASTQ or BAM file of its basecalls"),
    POD5("\\x8bPOD\\r\\n", "a POD5 file", "name the FASTQ or BAM file of its basecalls"),
    SLOW5("BLOW5\\x01|#slow5_version", "a SLOW5 file", "name the FASTQ or BAM file of its basecalls"),
    SANGER("ABIF|\\.scf", "a Sanger trace file", "export its bases in FASTA format"),
    SFF("\\.sff", "an SFF file", "convert it to FASTQ, for example with: sff2fastq"),
    TWO_BIT("\\x43\\x27\\x41\\x1a|\\x1a\\x41\\x27\\x43", "a 2bit file", "convert it with: twoBitToFa"),
    // Indexes
    INDEX(
            "(?:BAI|CSI|TBI)\\x01|[0-9]+\\t-?[0-9]+(?:\\t[0-9]+){4}\\n",
            "an index of alignments", "name the file that it belongs to"),
    FASTA_INDEX(
            "[^\\t\\r\\n]+(?:\\t[0-9]+){4,5}\\r?\\n",
            "an index of a FASTA or FASTQ file (.fai)",
            "name the file that it belongs to"),
    // Other files of the field
    EMBL("ID   ", "an EMBL file", "download the record in FASTA format"),
    GFA_2(
            "H\\tVN:Z:2|(?:#[^\\n]*\\n)*S\\t[^\\t\\n]+\\t[0-9]+\\t(?:\\*|[A-Za-z]+)(?:\\t[A-Za-z]\\w:[A-Za-z]:|\\r?\\n|\\z)",
            "an assembly graph (GFA 2)",
            "name the FASTA file of its contigs, or make one with: awk '/^S/ {print \">\" $2; print $4}'"),
    GFA(
            "H\\tVN:Z:|(?:#[^\\n]*\\n)*S\\t[^\\t\\n]+\\t(?:\\*|[A-Za-z]+)(?:\\t[A-Za-z]\\w:[A-Za-z]:|\\r?\\n|\\z)",
            "an assembly graph (GFA)",
            "name the FASTA file of its contigs, or make one with: awk '/^S/ {print \">\" $2; print $3}'"),
    VCF("##fileformat=VCF|BCF\\x02", "a VCF or BCF file", "name the FASTA file of the sequences"),
    GFF(
            "##gff|#!g(?:ff|tf|enome)|(?:#[^\\n]*\\n)*[^\\t\\n]+\\t[^\\t\\n]+\\t[^\\t\\n]+\\t[0-9]+\\t[0-9]+\\t[^\\t\\n]+\\t[-+.?]\\t[.012]\\t",
            "a GFF or GTF file",
            "name the FASTA file of the sequences"),
    ALIGNMENT(
            "CLUSTAL|MUSCLE \\(|#NEXUS|#nexus|# STOCKHOLM|##maf| *[0-9]+ +[0-9]+ *\\r?\\n",
            "an alignment of several sequences",
            "convert it to FASTA; gaps (-) may stay"),
    HMM("HMMER[23]", "a profile of HMMER", "name the FASTA file of the sequences"),
    ACE("AS [0-9]+ [0-9]+\\s", "an ACE file of an assembly", "name the FASTA file of its contigs"),
    PAF(
            "[^\\t\\n]+\\t[0-9]+\\t[0-9]+\\t[0-9]+\\t[-+]\\t",
            "a PAF file of alignments",
            "name the FASTA or FASTQ file of the sequences"),
    /** A fourth column of digits alone would be a table of counts. */
    BED(
            "(?:(?:#|track|browser)[^\\n]*\\n)*[^\\t\\n]+\\t[0-9]+\\t[0-9]+(?:\\t(?=[^\\t\\n]*[A-Za-z_.*])[^\\n]*)?\\r?\\n",
            "a BED file",
            "name the FASTA file of the sequences"),
    // What a download or a clone leaves instead of the file
    LFS("version https://git-lfs", "a pointer of Git LFS, not the file", "fetch the file with: git lfs pull"),
    ANNEX(
            "(?:\\.\\./)*/?(?:\\.git/)?annex/objects/",
            "a pointer of git-annex, not the file",
            "fetch it with: git annex get"),
    HTML("\\s*<", "HTML or XML, perhaps the error page of a failed download", "download the file again"),
    JSON(
            "\\s*[{\\[]\\s*[\"{\\[\\]}]",
            "JSON, perhaps the error message of a failed download",
            "download the file again"),
    ADDRESS("(?:https?|ftp|s3|gs)://", "an address, not the file", "download it, and name what was downloaded"),
    // Other files
    PDF("%PDF", "a PDF", "name a FASTA file"),
    IMAGE("\\x89PNG|\\xff\\xd8\\xff|GIF8|II\\*\\x00|MM\\x00\\*", "an image", "name a FASTA file"),
    NUMBERS("PAR1|SQLite format 3|\\x93NUMPY", "a file of tables or numbers", "name a FASTA file"),
    PROGRAM("\\x7fELF|#!\\s*/|MZ\\x90", "a program", "name a FASTA file"),
    UTF_32("\\xff\\xfe\\x00\\x00|\\x00\\x00\\xfe\\xff", "text in UTF-32", "save it as plain text (UTF-8 or ASCII)"),
    UTF_16(
            "\\xff\\xfe|\\xfe\\xff|(?:[\\t\\n\\r -~]\\x00){4}|(?:\\x00[\\t\\n\\r -~]){4}",
            "text in UTF-16", "save it as plain text (UTF-8 or ASCII)"),
    BARE(
            "\\s*[ACGTUNacgtun][ACGTUNacgtun\\s]{39,}\\z",
            "sequence without a header line",
            "write a line such as '>name' above each sequence"),
    TABLE(
            "[^\\t\\r\\n\\x00]*\\t[^\\r\\n\\x00]*(?:\\r|\\n|\\z)|[\\w \"]+(?:[,;][\\w \"]*)+\\r?\\n",
            "a table",
            "name the file of the sequences, or, for several samples, the table as `samples`");

    private final Pattern beginning;
    private final String name;
    private final String advice;

    ForeignFormat(String beginning, String name, String advice) {
        this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
        this.name = name;
        this.advice = advice;
    }

    /** Detects the format from the first bytes; null if it is none of these. */
    static @Nullable ForeignFormat of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        boolean sequences = SequenceFormat.of(head) != null;
        for (ForeignFormat format : values()) {
            if ((!sequences || format == TAR || format == UTF_16)
                    && format.beginning.matcher(text).lookingAt()) {
                return format;
            }
        }
        return null;
    }

    /** The description of the format, as in "this is ...". */
    String description() {
        return name;
    }

    /** The advice on what to do. */
    String advice() {
        return advice;
    }
}
