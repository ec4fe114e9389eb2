package org.virnuc.calling.reads;

import java.util.List;
import java.util.Locale;
import org.virnuc.files.PublicApi;

/** How reads are written. */
@PublicApi
public enum ReadFormat {
    /** The records of the alignments as they are. */
    BAM,
    /** Mates in two files, in step, and all other reads in a third. */
    FASTQ;

    /** What the files of a group are called. */
    public List<String> fileNames(ReadGroup group) {
        String name = "reads_" + group.word();
        return switch (this) {
            case BAM -> List.of(name + ".bam");
            case FASTQ -> List.of(name + "_1.fastq.gz", name + "_2.fastq.gz", name + "_single.fastq.gz");
        };
    }

    /** As on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
