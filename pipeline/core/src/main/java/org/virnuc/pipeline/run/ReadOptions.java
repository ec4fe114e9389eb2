package org.virnuc.pipeline.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.reads.ReadLabelFiles;
import org.virnuc.calling.reads.WrittenReads;
import org.virnuc.engine.UsageException;
import org.virnuc.files.PublicApi;
import org.virnuc.sequences.InputFile;

/**
 * Options about reads: files of reads that belong to the input, and what is written about them.
 *
 * @param reference the FASTA file that CRAM files were aligned to
 * @param aligned reads aligned to the inputs, which receive the calls of their contigs
 * @param written which of the aligned reads are written to files of their own, and in which format
 * @param strict whether a file without its format's end marker is an error
 */
@PublicApi
public record ReadOptions(Optional<Path> reference, Optional<Path> aligned, WrittenReads written, boolean strict) {
    /** No options. */
    public static final ReadOptions NONE =
            new ReadOptions(Optional.empty(), Optional.empty(), WrittenReads.NONE, false);

    public ReadOptions {
        if (aligned.isEmpty() && !written.groups().isEmpty()) {
            throw new UsageException("`written` goes with `aligned`: name the reads that were aligned to the input");
        }
        if (aligned.filter(InputFile.STANDARD_INPUT::equals).isPresent()) {
            throw new UsageException("`aligned` - is not possible; name a file");
        }
    }

    /** The files that a run with these options writes, by their keys in {@code run.json}. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        if (aligned.isPresent()) {
            files.put("read_labels", ReadLabelFiles.TABLE);
            files.put("read_labels_parquet", ReadLabelFiles.PARQUET);
            written.fileNames().forEach(name -> files.put(name.substring(0, name.indexOf('.')), name));
        }
        return files;
    }
}
