package org.virnuc.calling.reads;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.FastqCopy;
import org.virnuc.sequences.ReadCopy;

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
    private final Map<ReadGroup, List<ReadCopy>> copies = new EnumMap<>(ReadGroup.class);
    private final Map<ReadGroup, FastqCopy> fastq = new EnumMap<>(ReadGroup.class);
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
            AlignedReads alignments, Path records, Path contigCalls, WrittenReads written, StageOutput output)
            throws IOException {
        this.alignments = alignments;
        calls = ContigCalls.read(alignments, records, contigCalls);
        table = new ReadLabelTable(created(TABLE, output), created(PARQUET, output));
        for (ReadGroup group : written.groups()) {
            List<ReadCopy> ofGroup = new ArrayList<>();
            copies.put(group, ofGroup);
            for (ReadFormat format : written.formats()) {
                ofGroup.add(begun(group, format, output));
            }
        }
    }

    /** The names of all that a run may write. */
    public static List<String> fileNames() {
        List<String> names = new ArrayList<>(List.of(TABLE, PARQUET));
        names.addAll(WrittenReads.ALL.fileNames());
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
                for (ReadCopy copy : copies.getOrDefault(group, List.of())) {
                    copy.add(alignments);
                }
            }
        }
    }

    /** Finishes all files. */
    public void commit() throws IOException {
        table.finish();
        for (ReadCopy copy : allCopies()) {
            copy.finish();
        }
        for (OutputFile file : files) {
            file.commit();
        }
    }

    /** Reads, and of those labelled and each reason; how many of them are viral and host; and what FASTQ files hold of those. */
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
        fastq.forEach((group, copy) -> {
            counts.put(group.pairCountName(), copy.pairCount());
            counts.put(group.singleCountName(), copy.singleCount());
            counts.put(group.withoutBasesCountName(), copy.withoutBasesCount());
        });
        return counts;
    }

    private ReadCopy begun(ReadGroup group, ReadFormat format, StageOutput output) throws IOException {
        List<OutputFile> outs = new ArrayList<>();
        for (String name : format.fileNames(group)) {
            outs.add(created(name, output));
        }
        if (format == ReadFormat.BAM) {
            return alignments.bam(outs.get(0));
        }
        FastqCopy copy = alignments.fastq(outs.get(0), outs.get(1), outs.get(2), output.scratch(), group.word());
        fastq.put(group, copy);
        return copy;
    }

    private List<ReadCopy> allCopies() {
        return copies.values().stream().flatMap(List::stream).toList();
    }

    private OutputFile created(String name, StageOutput output) throws IOException {
        OutputFile file = output.create(name);
        files.add(file);
        return file;
    }

    /** Closes all, also where one cannot be closed, so that no temporary file stays. */
    @Override
    public void close() throws IOException {
        List<Closeable> all = new ArrayList<>(allCopies());
        all.addAll(files);
        IOException first = null;
        for (Closeable one : all) {
            try {
                one.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
