package org.virnuc.calling;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.StageOutput;
import org.virnuc.sequences.UnscoredReason;

/** Sums up records as they come, in room that does not grow with them. */
final class SummaryCollector {
    private static final double THOUSAND = 1000;

    private final ResultOptions options;
    private final List<String> tiers;
    private final ConfidenceCollector trust;
    private final Map<RecordVerdict, Tally> tallies = new EnumMap<>(RecordVerdict.class);
    private final long[] virusScores = new long[RunSummary.SCORE_BINS];
    private final long[] othersScores = new long[RunSummary.SCORE_BINS];
    private final long[] coverage = new long[RunSummary.COVERAGE_BINS + 1];
    private final TopRecords<RunSummary.Row> rows = new TopRecords<>(RunSummary.ROWS);
    private final TopRecords<RunSummary.Track> tracks = new TopRecords<>(RunSummary.TRACKS);
    private int chunkLength;
    private long records;
    private long bases;
    private long basesScored;
    private long regions;
    private long basesInRegions;
    private long hosts;
    private long fewChunks;
    private long shortRecords;
    private long chunksWithheld;

    SummaryCollector(ResultOptions options, ConfidenceCollector trust) {
        this.options = options;
        this.tiers = options.tiers();
        this.trust = trust;
    }

    /** The records with one call. */
    private static final class Tally {
        private final Map<String, Long> tiers = new HashMap<>();
        private final long[] lengths = new long[RunSummary.LENGTH_BINS];
    }

    /** What was said of a record. */
    record Finding(Caller.Called called, Evidence evidence, long scoredBases) {
        RecordVerdict verdict() {
            return called.verdict();
        }

        String tier() {
            return called.call().tier();
        }
    }

    void add(RecordScores record, Finding finding, List<Region> found) {
        RecordVerdict verdict = finding.verdict();
        long viralBases = found.stream().mapToLong(Region::length).sum();
        trust.add(record, finding.called());
        chunkLength = record.chunkLength();
        records++;
        bases += record.length();
        basesScored += finding.scoredBases();
        regions += found.size();
        basesInRegions += viralBases;
        hosts += verdict == RecordVerdict.OTHERS && !found.isEmpty() ? 1 : 0;
        fewChunks += verdict == RecordVerdict.VIRUS && record.scored() < RunSummary.FEW_CHUNKS ? 1 : 0;
        shortRecords += record.length() > 0 && record.length() < options.minLength() ? 1 : 0;
        chunksWithheld += record.withheld();
        Tally tally = tallies.computeIfAbsent(verdict, none -> new Tally());
        tally.tiers.merge(finding.tier(), 1L, Long::sum);
        tally.lengths[lengthBin(record.length())]++;
        coverage[coverageBin(finding.scoredBases(), record.length())]++;
        addScores(record);
        TopRecords.Rank rank = TopRecords.Rank.of(record, verdict, found);
        rows.offer(rank, () -> row(record, finding, found.size(), viralBases));
        if (record.chunks() > 1 && record.scored() > 0) {
            tracks.offer(rank, () -> track(record, row(record, finding, found.size(), viralBases), found));
        }
    }

    RunSummary summary(Map<String, Long> basesUnscored) {
        Map<String, Long> unscored = new LinkedHashMap<>();
        for (UnscoredReason reason : UnscoredReason.values()) {
            unscored.put(reason.word(), basesUnscored.getOrDefault(reason.word(), 0L));
        }
        unscored.put(RecordScores.BELOW_MIN_LENGTH, basesUnscored.getOrDefault(RecordScores.BELOW_MIN_LENGTH, 0L));
        Map<String, Map<String, Long>> tierCounts = new LinkedHashMap<>();
        Map<String, List<Long>> lengthCounts = new LinkedHashMap<>();
        for (RecordVerdict verdict : options.rule().verdicts()) {
            Tally tally = tallies.getOrDefault(verdict, new Tally());
            Map<String, Long> counts = new LinkedHashMap<>();
            for (String tier : tiers) {
                counts.put(tier, tally.tiers.getOrDefault(tier, 0L));
            }
            tierCounts.put(verdict.word(), counts);
            lengthCounts.put(verdict.word(), list(tally.lengths));
        }
        Map<String, List<Long>> scores = new LinkedHashMap<>();
        scores.put(RecordVerdict.VIRUS.word(), list(virusScores));
        scores.put(RecordVerdict.OTHERS.word(), list(othersScores));
        return RunSummary.builder(trust.trust())
                .chunkLength(chunkLength)
                .broad(options.rule() == CallRule.BROAD)
                .minLength(options.minLength())
                .shortRecords(shortRecords)
                .chunksWithheld(chunksWithheld)
                .records(records)
                .bases(bases)
                .basesScored(basesScored)
                .basesUnscored(unscored)
                .regions(regions)
                .basesInRegions(basesInRegions)
                .hosts(hosts)
                .fewChunks(fewChunks)
                .tiers(tierCounts)
                .lengths(lengthCounts)
                .scores(scores)
                .coverage(list(coverage))
                .rows(rows.inOrder())
                .tracks(tracks.inOrder())
                .build();
    }

    void report(StageOutput output) {
        trust.report(output);
    }

    private void addScores(RecordScores record) {
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (record.isScored(chunk)) {
                float virus = record.virus(chunk);
                int bin = Math.min(RunSummary.SCORE_BINS - 1, Math.max(0, (int) (virus * RunSummary.SCORE_BINS)));
                (virus >= record.others(chunk) ? virusScores : othersScores)[bin]++;
            }
        }
    }

    private static int lengthBin(long length) {
        int bin = 0;
        while (bin + 1 < RunSummary.LENGTH_BINS && RunSummary.lengthFrom(bin + 1) <= length) {
            bin++;
        }
        return bin;
    }

    /** 0 for none, else the tenth, its upper end included. */
    private static int coverageBin(long scored, long length) {
        return scored == 0 ? 0 : (int) Math.ceil((double) scored * RunSummary.COVERAGE_BINS / length);
    }

    private RunSummary.Row row(RecordScores record, Finding finding, int regions, long viralBases) {
        return new RunSummary.Row(
                record.number(),
                readable(record.id()),
                record.length(),
                finding.verdict().word(),
                finding.called().call().call(),
                finding.tier(),
                tiers.indexOf(finding.tier()),
                Math.round(finding.evidence().weightedDelta() * THOUSAND),
                record.chunks(),
                record.scored(),
                finding.scoredBases(),
                regions,
                viralBases);
    }

    private static RunSummary.Track track(RecordScores record, RunSummary.Row row, List<Region> regions) {
        int count = Math.min(RunSummary.TRACK_BINS, record.chunks());
        List<RunSummary.Bin> bins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * record.chunks() / count);
            int to = (int) ((i + 1L) * record.chunks() / count);
            int scored = 0;
            double sum = 0;
            for (int chunk = from; chunk < to; chunk++) {
                if (record.isScored(chunk)) {
                    scored++;
                    sum += record.virus(chunk);
                }
            }
            int score = scored == 0 ? 0 : (int) Math.round(sum / scored * THOUSAND);
            bins.add(new RunSummary.Bin(record.start(from), record.end(to - 1), scored, score));
        }
        List<Region> first = regions.subList(0, Math.min(RunSummary.TRACK_REGIONS, regions.size()));
        return new RunSummary.Track(row, List.copyOf(first), bins);
    }

    /** An id whose characters are bytes, as the text that the bytes mean. */
    static String readable(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.ISO_8859_1);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException otherEncoding) {
            text = id;
        }
        if (text.length() <= RunSummary.ID_CHARS) {
            return text;
        }
        int end = RunSummary.ID_CHARS - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}
