package org.virnuc.pipeline.reads;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.virnuc.pipeline.OutputFile;
import org.virnuc.pipeline.StageOutput;
import org.virnuc.pipeline.sequence.AlignedReads;
import org.virnuc.pipeline.sequence.BamCopy;

/** The files of labelled reads while they are written, in one pass over the reads. They get their names together, in {@link #commit}. */
public final class ReadLabelFiles implements Closeable {
    public static final String TABLE = "read_labels.tsv";
    public static final String PARQUET = "read_labels.parquet";

    /** All reads: those with a call and those of each reason. */
    public static final String READS = "reads";

    public static final String LABELLED = "reads_labelled";

    private final List<OutputFile> files = new ArrayList<>();
    private final AlignedReads alignments;
    private final ContigCalls calls;
    private final ReadLabelTable table;
    private final Map<ReadGroup, BamCopy> bams = new EnumMap<>(ReadGroup.class);
    private final Map<ReadReason, Long> reasons = new EnumMap<>(ReadReason.class);
    private final Map<ReadGroup, Long> grouped = new EnumMap<>(ReadGroup.class);
    private long reads;
    private long labelled;

    /**
     * Begins the files.
     *
     * @param records {@code sequences.tsv}
     * @param contigCalls {@code contig_calls.tsv}
     */
    public ReadLabelFiles(
            AlignedReads alignments, Path records, Path contigCalls, Set<ReadGroup> groups, StageOutput output)
            throws IOException {
        this.alignments = alignments;
        calls = ContigCalls.read(alignments, records, contigCalls);
        table = new ReadLabelTable(created(TABLE, output), created(PARQUET, output));
        for (ReadGroup group : groups) {
            bams.put(group, alignments.copy(created(group.fileName(), output)));
        }
    }

    /** The names of all that a run may write. */
    public static List<String> fileNames() {
        List<String> names = new ArrayList<>(List.of(TABLE, PARQUET));
        Arrays.stream(ReadGroup.values()).forEach(group -> names.add(group.fileName()));
        return names;
    }

    /** Labels the read that the alignments are at. */
    public void add() throws IOException {
        ReadLabel label = calls.of(alignments.contig());
        table.add(alignments, label);
        reads++;
        if (label.reason().isPresent()) {
            reasons.merge(label.reason().get(), 1L, Long::sum);
        } else {
            labelled++;
        }
        for (ReadGroup group : ReadGroup.values()) {
            if (group.holds(label)) {
                grouped.merge(group, 1L, Long::sum);
                BamCopy bam = bams.get(group);
                if (bam != null) {
                    bam.add(alignments);
                }
            }
        }
    }

    /** Finishes all files. */
    public void commit() throws IOException {
        table.finish();
        for (BamCopy bam : bams.values()) {
            bam.close();
        }
        for (OutputFile file : files) {
            file.commit();
        }
    }

    /** Reads, and of those labelled and each reason; and how many of them are viral and host. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(READS, reads);
        counts.put(LABELLED, labelled);
        for (ReadReason reason : ReadReason.values()) {
            counts.put(reason.countName(), reasons.getOrDefault(reason, 0L));
        }
        for (ReadGroup group : ReadGroup.values()) {
            counts.put(group.countName(), grouped.getOrDefault(group, 0L));
        }
        return counts;
    }

    private OutputFile created(String name, StageOutput output) throws IOException {
        OutputFile file = output.create(name);
        files.add(file);
        return file;
    }

    @Override
    public void close() throws IOException {
        for (OutputFile file : files) {
            file.close();
        }
    }
}
