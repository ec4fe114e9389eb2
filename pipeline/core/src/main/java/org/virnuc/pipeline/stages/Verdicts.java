package org.virnuc.pipeline.stages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.reads.ReadLabelFiles;
import org.virnuc.sequences.UnscoredReason;

/**
 * The result files of a run and their counts.
 *
 * @param frames {@code prediction_results.txt}
 * @param chunks {@code prediction_results_highestscore.csv}
 * @param records {@code sequences.tsv}
 * @param summary sums over all records for the report; a work file
 * @param results all other result files, by name
 * @param outcome records, and of those called virus, others, ambiguous (by the rule of viral-ngs only), unscored;
 *     chunks, and of those scored and each reason; in that order
 * @param cascade the combined scores, in a run with a cascade
 */
public record Verdicts(
        Path frames,
        Path chunks,
        Path records,
        Path summary,
        Map<String, Path> results,
        Map<String, Long> outcome,
        Optional<CascadeScores> cascade) {
    public static final String CHUNKS_FILE = "prediction_results_highestscore.csv";
    public static final String RECORDS_FILE = "sequences.tsv";
    /** The number of chunks without a score of frames that have another in its place. */
    private static final String FALLBACKS = "fallbacks";

    static final String CHUNKS_HEADER = "Modified_ID\tIs_Virus\n";

    /** All result files by their names in the run directory. */
    public Map<String, Path> files() {
        Map<String, Path> files = new LinkedHashMap<>(results);
        files.put(FrameScores.FILE_NAME, frames);
        files.put(CHUNKS_FILE, chunks);
        files.put(RECORDS_FILE, records);
        return files;
    }

    /** Returns these verdicts with the labelled reads of their contigs. */
    public Verdicts with(ReadLabels reads) {
        Map<String, Path> files = new LinkedHashMap<>(results);
        files.putAll(reads.files());
        Map<String, Long> counts = new LinkedHashMap<>(outcome);
        counts.putAll(reads.outcome());
        return new Verdicts(frames, chunks, records, summary, files, counts, cascade);
    }

    /** Returns these verdicts with the files and counts of a cascade. */
    Verdicts with(CascadeScores scores) {
        Map<String, Path> files = new LinkedHashMap<>(results);
        files.putAll(scores.files());
        Map<String, Long> counts = new LinkedHashMap<>(outcome);
        counts.putAll(scores.decisions());
        long decided = scores.count(CascadeScores.BY_SMALL) + scores.count(CascadeScores.BY_BIG);
        if (decided != scores.count(CascadeScores.DECISIONS) || decided != required("chunks_scored", outcome)) {
            throw new IllegalStateException("cascade: not every scored chunk has one deciding model: " + counts);
        }
        return new Verdicts(frames, chunks, records, summary, files, counts, Optional.of(scores));
    }

    /** The names of all result files that any run may have. */
    public static List<String> fileNames() {
        List<String> names = new ArrayList<>(ResultFile.fileNames());
        names.addAll(ReadLabelFiles.fileNames());
        names.addAll(CascadeScores.fileNames());
        names.addAll(List.of(FrameScores.FILE_NAME, CHUNKS_FILE, RECORDS_FILE));
        return names;
    }

    /** The name of the number of chunks without a score of frames whose preferred score is from this source. */
    static String fallback(ChunkSource source) {
        return FALLBACKS + "_by_" + source.column();
    }

    /** Adds the chunks that have another score in place of one of frames, and what it is made from, where there may be such. */
    private static void addFallbacks(Map<String, Long> counts, Map<String, Long> outcome) {
        List<String> names = ChunkSource.FALLBACKS.stream()
                .map(Verdicts::fallback)
                .filter(counts::containsKey)
                .toList();
        if (!names.isEmpty()) {
            outcome.put(
                    FALLBACKS,
                    names.stream().mapToLong(name -> required(name, counts)).sum());
            names.forEach(name -> copy(name, counts, outcome));
        }
    }

    /** Puts the counts of a manifest in order, and checks that they add up. */
    static Map<String, Long> ordered(Map<String, Long> counts) {
        Map<String, Long> outcome = new LinkedHashMap<>();
        long allRecords = required("records", counts);
        outcome.put("records", allRecords);
        long records = 0;
        for (RecordVerdict verdict : RecordVerdict.values()) {
            String name = "records_" + verdict.word();
            if (verdict != RecordVerdict.AMBIGUOUS || counts.containsKey(name)) {
                records += copy(name, counts, outcome);
            }
        }
        long allChunks = required("chunks", counts);
        outcome.put("chunks", allChunks);
        long chunks = copy("chunks_scored", counts, outcome);
        for (UnscoredReason reason : UnscoredReason.values()) {
            chunks += copy(reason.countName(), counts, outcome);
        }
        if (records != allRecords || chunks != allChunks) {
            throw new IllegalStateException("consensus: records or chunks do not add up: " + outcome);
        }
        addFallbacks(counts, outcome);
        return outcome;
    }

    private static long copy(String name, Map<String, Long> counts, Map<String, Long> outcome) {
        long count = required(name, counts);
        outcome.put(name, count);
        return count;
    }

    private static long required(String name, Map<String, Long> counts) {
        return Objects.requireNonNull(counts.get(name), () -> "consensus has no count " + name);
    }
}
