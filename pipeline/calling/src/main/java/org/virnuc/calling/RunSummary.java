package org.virnuc.calling;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.files.SmallFile;

/**
 * The findings of a run, in a size that does not depend on the input: sums over all records, and the first records by
 * {@linkplain Row viral bases}. Consensus writes it as a work file, so that a run that computes nothing can show it
 * again.
 *
 * @param chunkLength in bases
 * @param broad whether calls are by the rule of viral-ngs
 * @param minLength records of fewer bases were not called
 * @param shortRecords number of records that were not called because of their length
 * @param chunksWithheld the scored chunks in them, which count as unscored
 * @param records all records
 * @param bases all bases
 * @param basesScored bases in at least one scored chunk
 * @param basesUnscored the other bases, by the word of the reason
 * @param regions viral regions
 * @param basesInRegions the bases in them
 * @param hosts records called others with a viral region
 * @param fewChunks records called virus by fewer than {@link #FEW_CHUNKS} scored chunks
 * @param tiers records by call and tier, the most trusted first
 * @param lengths records by call and length, see {@link #lengthFrom}
 * @param scores scored chunks by whether they are virus or others, and their best virus score in {@link #SCORE_BINS}
 *     steps
 * @param coverage records by the share of their bases scored: none first, then {@link #COVERAGE_BINS} steps
 * @param rows the first {@link #ROWS} records: those with viral regions or called virus by bases in regions, then
 *     others, then unscored ones, longest first
 * @param tracks the first {@link #TRACKS} records of two chunks and more with a scored one, in the same order
 * @param trust confidence of the calls
 */
public record RunSummary(
        int chunkLength,
        boolean broad,
        int minLength,
        long shortRecords,
        long chunksWithheld,
        long records,
        long bases,
        long basesScored,
        Map<String, Long> basesUnscored,
        long regions,
        long basesInRegions,
        long hosts,
        long fewChunks,
        Map<String, Map<String, Long>> tiers,
        Map<String, List<Long>> lengths,
        Map<String, List<Long>> scores,
        List<Long> coverage,
        List<Row> rows,
        List<Track> tracks,
        ConfidenceSummary trust) {
    /** Its name among the work files. */
    public static final String FILE_NAME = "summary.json";

    public static final int ROWS = 1000;
    public static final int TRACKS = 20;
    public static final int TRACK_BINS = 200;
    public static final int TRACK_REGIONS = 50;
    public static final int ID_CHARS = 120;
    public static final int SCORE_BINS = 20;
    public static final int COVERAGE_BINS = 10;
    public static final int LENGTH_BINS = 31;
    public static final int FEW_CHUNKS = CallRule.FEW_CHUNKS;

    private static final int[] LENGTH_STEPS = {1, 2, 5};
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * A record.
     *
     * @param number over all inputs, from 1
     * @param id readable text; a longer one is cut to {@link #ID_CHARS} and ends with an ellipsis
     * @param verdict verdict that the call counts as, a word of {@link RecordVerdict}
     * @param call by the rule that was asked for
     * @param tier by the rule that was asked for
     * @param trust rank of the tier; 0 is the best
     * @param delta weighted, in thousandths
     */
    public record Row(
            long number,
            String id,
            long length,
            String verdict,
            String call,
            String tier,
            int trust,
            long delta,
            int chunks,
            int chunksScored,
            long basesScored,
            int regions,
            long basesInRegions) {

        private Row withoutId() {
            return new Row(
                    number,
                    "<id-" + number + ">",
                    length,
                    verdict,
                    call,
                    tier,
                    trust,
                    delta,
                    chunks,
                    chunksScored,
                    basesScored,
                    regions,
                    basesInRegions);
        }
    }

    /**
     * A record along its bases.
     *
     * @param regions the first {@link #TRACK_REGIONS}
     * @param bins at most {@link #TRACK_BINS} stretches of chunks
     */
    public record Track(Row record, List<Region> regions, List<Bin> bins) {}

    /**
     * Neighbouring chunks.
     *
     * @param scored number of chunks with a score
     * @param score mean of their best virus scores, in thousandths; 0 without a score
     */
    public record Bin(long start, long end, int scored, int score) {}

    public RunSummary {
        rows = List.copyOf(rows);
        tracks = List.copyOf(tracks);
        coverage = List.copyOf(coverage);
        if (rows.size() > ROWS || tracks.size() > TRACKS) {
            throw new IllegalArgumentException(rows.size() + " rows and " + tracks.size() + " tracks are too many");
        }
    }

    /** The shortest length that is counted in a bin: 1, 2, 5, 10, 20, 50 and so on. */
    public static long lengthFrom(int bin) {
        long decade = 1;
        for (int i = 0; i < bin / LENGTH_STEPS.length; i++) {
            decade *= 10;
        }
        return decade * LENGTH_STEPS[bin % LENGTH_STEPS.length];
    }

    /** The verdicts that calls of the run may count as, in the order of reports. */
    public List<RecordVerdict> verdicts() {
        return (broad ? CallRule.BROAD : CallRule.DEFAULT).verdicts();
    }

    /** The number of records whose call counts as this verdict. */
    public long count(RecordVerdict verdict) {
        return tiers.getOrDefault(verdict.word(), Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns this summary with numbers in place of the ids of records. */
    public RunSummary withoutIds() {
        return new Builder(this)
                .rows(rows.stream().map(Row::withoutId).toList())
                .tracks(tracks.stream()
                        .map(track -> new Track(track.record().withoutId(), track.regions(), track.bins()))
                        .toList())
                .build();
    }

    /** Starts a summary that contains only the confidence of the calls. */
    public static Builder builder(ConfidenceSummary trust) {
        return new Builder(trust);
    }

    void write(OutputStream out) throws IOException {
        out.write(JSON.writeValueAsBytes(this));
    }

    /** Reads the work file of consensus. */
    public static RunSummary read(Path file) throws IOException {
        return JSON.readValue(SmallFile.text(file, SmallFile.RECORD), RunSummary.class);
    }

    /** Names the fields of a summary. */
    public static final class Builder {
        private final ConfidenceSummary trust;
        private int chunkLength;
        private boolean broad;
        private int minLength;
        private long shortRecords;
        private long chunksWithheld;
        private long records;
        private long bases;
        private long basesScored;
        private Map<String, Long> basesUnscored = Map.of();
        private long regions;
        private long basesInRegions;
        private long hosts;
        private long fewChunks;
        private Map<String, Map<String, Long>> tiers = Map.of();
        private Map<String, List<Long>> lengths = Map.of();
        private Map<String, List<Long>> scores = Map.of();
        private List<Long> coverage = List.of();
        private List<Row> rows = List.of();
        private List<Track> tracks = List.of();

        private Builder(ConfidenceSummary trust) {
            this.trust = trust;
        }

        private Builder(RunSummary summary) {
            this(summary.trust);
            chunkLength = summary.chunkLength;
            broad = summary.broad;
            minLength = summary.minLength;
            shortRecords = summary.shortRecords;
            chunksWithheld = summary.chunksWithheld;
            records = summary.records;
            bases = summary.bases;
            basesScored = summary.basesScored;
            basesUnscored = summary.basesUnscored;
            regions = summary.regions;
            basesInRegions = summary.basesInRegions;
            hosts = summary.hosts;
            fewChunks = summary.fewChunks;
            tiers = summary.tiers;
            lengths = summary.lengths;
            scores = summary.scores;
            coverage = summary.coverage;
            rows = summary.rows;
            tracks = summary.tracks;
        }

        public Builder chunkLength(int bases) {
            chunkLength = bases;
            return this;
        }

        public Builder broad(boolean rule) {
            broad = rule;
            return this;
        }

        public Builder minLength(int fewest) {
            minLength = fewest;
            return this;
        }

        public Builder shortRecords(long count) {
            shortRecords = count;
            return this;
        }

        public Builder chunksWithheld(long count) {
            chunksWithheld = count;
            return this;
        }

        public Builder records(long count) {
            records = count;
            return this;
        }

        public Builder bases(long count) {
            bases = count;
            return this;
        }

        public Builder basesScored(long count) {
            basesScored = count;
            return this;
        }

        public Builder basesUnscored(Map<String, Long> byReason) {
            basesUnscored = byReason;
            return this;
        }

        public Builder regions(long count) {
            regions = count;
            return this;
        }

        public Builder basesInRegions(long count) {
            basesInRegions = count;
            return this;
        }

        public Builder hosts(long count) {
            hosts = count;
            return this;
        }

        public Builder fewChunks(long count) {
            fewChunks = count;
            return this;
        }

        public Builder tiers(Map<String, Map<String, Long>> byVerdict) {
            tiers = byVerdict;
            return this;
        }

        public Builder lengths(Map<String, List<Long>> byVerdict) {
            lengths = byVerdict;
            return this;
        }

        public Builder scores(Map<String, List<Long>> byVerdict) {
            scores = byVerdict;
            return this;
        }

        public Builder coverage(List<Long> byShare) {
            coverage = byShare;
            return this;
        }

        public Builder rows(List<Row> first) {
            rows = first;
            return this;
        }

        public Builder tracks(List<Track> first) {
            tracks = first;
            return this;
        }

        public RunSummary build() {
            return new RunSummary(
                    chunkLength,
                    broad,
                    minLength,
                    shortRecords,
                    chunksWithheld,
                    records,
                    bases,
                    basesScored,
                    basesUnscored,
                    regions,
                    basesInRegions,
                    hosts,
                    fewChunks,
                    tiers,
                    lengths,
                    scores,
                    coverage,
                    rows,
                    tracks,
                    trust);
        }
    }
}
