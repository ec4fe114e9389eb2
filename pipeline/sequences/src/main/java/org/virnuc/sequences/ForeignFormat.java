package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * File formats that users mistake for FASTA, recognised by their first bytes, each with advice on how to convert it.
 */
enum ForeignFormat {
    TAR(257, "ustar", "a tar archive", "unpack it with tar -xf, and name the files in it"),
    SRA(0, "NCBI.sra", "an SRA file", "convert it with: fasterq-dump"),
    HDF5(0, "\u0089HDF\r\n", "an HDF5 file, such as FAST5", "name the FASTQ or BAM file of its basecalls"),
    GZIP("\u001f\u008b", "data compressed twice with gzip", "decompress it once with: gzip -d"),
    ZIP("PK\u0003\u0004", "a zip archive", "unpack it and name the FASTA file in it"),
    BZIP2("BZh", "data compressed with bzip2", "decompress it with: bzip2 -dk"),
    XZ("\u00fd7zXZ\u0000", "data compressed with xz", "decompress it with: xz -dk"),
    ZSTD("(\u00b5/\u00fd", "data compressed with zstd", "decompress it with: zstd -d"),
    EMBL("ID   ", "an EMBL file", "download the record in FASTA format"),
    GFA("H\tVN:Z:", "an assembly graph (GFA)", "name the FASTA file of its contigs"),
    GFF("##gff", "a GFF file", "name the FASTA file of the sequences"),
    VCF("##fileformat=VCF", "a VCF file", "name the FASTA file of the sequences"),
    HTML("<", "HTML or XML, perhaps the error page of a failed download", "download the file again"),
    PDF("%PDF", "a PDF", "name a FASTA file"),
    UTF_16_LE("\u00ff\u00fe", "text in UTF-16", "save it as plain text (UTF-8 or ASCII)"),
    UTF_16_BE("\u00fe\u00ff", "text in UTF-16", "save it as plain text (UTF-8 or ASCII)");

    private final int offset;
    private final String magic;
    private final String name;
    private final String advice;

    ForeignFormat(String magic, String name, String advice) {
        this(0, magic, name, advice);
    }

    ForeignFormat(int offset, String magic, String name, String advice) {
        this.offset = offset;
        this.magic = magic;
        this.name = name;
        this.advice = advice;
    }

    /** Detects the format from the first bytes; null if it is none of these. */
    static @Nullable ForeignFormat of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (ForeignFormat format : values()) {
            if (text.startsWith(format.magic, format.offset)) {
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
