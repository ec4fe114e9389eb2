package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.reads.ReadGroup;
import org.virnuc.calling.reads.ReadLabelFiles;
import org.virnuc.calling.reads.WrittenReads;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.sequences.AlignedReads;

/**
 * Gives every aligned read the call of its contig, and optionally writes the reads of some calls to separate files. A
 * read is a primary record of the alignments; other records are only counted. Memory grows with the number of contigs,
 * not of reads.
 */
public final class ReadLabelStage implements Stage<CalledReads, ReadLabels> {
    private static final String FORMAT_VERSION = "1";

    private final WrittenReads written;

    /** Creates the stage. */
    public ReadLabelStage(WrittenReads written) {
        this.written = written;
    }

    @Override
    public StageId id() {
        return StageId.READ_LABELS;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("write-reads", ReadGroup.words(written.groups()), "which reads are written"),
                new Setting("reads-format", written.formatWords(), "how they are written"),
                new Setting("format", FORMAT_VERSION, "layout of the tables and the reasons"));
    }

    @Override
    public long items(CalledReads input) {
        return -1;
    }

    @Override
    public void run(CalledReads input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        Path calls =
                Objects.requireNonNull(input.verdicts().results().get(ResultFile.CALLS.fileName()), "no contig calls");
        ItemCounter items = new ItemCounter(observer);
        try (AlignedReads reads = AlignedReads.open(input.reads(), input.name(), input.reference());
                ReadLabelFiles files =
                        new ReadLabelFiles(reads, input.verdicts().records(), calls, written, output)) {
            while (reads.next()) {
                files.add();
                items.add(1);
            }
            items.flush();
            FileWarnings warnings = new FileWarnings(input.strict());
            warnings.add(reads.name(), reads.endsWhole(), reads.alignmentCount() > 0);
            files.commit();
            files.counts().forEach(output::count);
            output.count(ReadLabels.ALIGNMENTS, reads.alignmentCount());
            output.count(ReadLabels.SECONDARY, reads.counts().secondary());
            output.count(ReadLabels.SUPPLEMENTARY, reads.counts().supplementary());
            warnings.report(output);
            reads.counts().warning(reads.name()).ifPresent(observer::warning);
        }
    }

    @Override
    public ReadLabels open(CalledReads input, FinishedStage finished) {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put(ReadLabelFiles.TABLE, finished.file(ReadLabelFiles.TABLE));
        files.put(ReadLabelFiles.PARQUET, finished.file(ReadLabelFiles.PARQUET));
        written.fileNames().forEach(name -> files.put(name, finished.file(name)));
        return new ReadLabels(files, ReadLabels.ordered(finished.counts()));
    }
}
