package org.virnuc.calling;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.files.PublicApi;

/**
 * Which result files a run writes, and how it calls records.
 *
 * @param rule how a record is called from its chunks in {@code contig_calls.tsv}
 * @param sequences the groups of files beyond the tables
 * @param confidence how records are called by probability, and which scores count
 * @param minLength records of fewer bases are not called; 0 calls all
 */
@PublicApi
public record ResultOptions(CallRule rule, Set<Sequences> sequences, ConfidenceOptions confidence, int minLength) {
    /**
     * The shortest length at which calls of the embedded model are useful; see {@code docs/confidence.md} for figures.
     */
    public static final int DEFAULT_MIN_LENGTH = 300;

    /** Viral records and regions, which nearly all users need. Host records can be as large as the input. */
    public static final ResultOptions DEFAULT = new ResultOptions(
            CallRule.DEFAULT,
            EnumSet.of(Sequences.VIRAL, Sequences.REGIONS),
            ConfidenceOptions.DEFAULT,
            DEFAULT_MIN_LENGTH);

    private static final String NONE = "none";

    /** A group of files that can be left out. */
    public enum Sequences {
        /** {@code viral.fasta}. */
        VIRAL,
        /** {@code host.fasta}. */
        HOST,
        /** {@code regions.bed}, {@code regions.gff3}, {@code regions.fasta}. */
        REGIONS,
        /**
         * {@code chunk_scores.tsv}; always written if a chunk has a score from a fallback source, because no other file
         * contains it.
         */
        CHUNKS,
        /** {@code scores.parquet}. */
        SCORES;

        Set<ResultFile> files() {
            return switch (this) {
                case VIRAL -> EnumSet.of(ResultFile.VIRAL);
                case HOST -> EnumSet.of(ResultFile.HOST);
                case REGIONS -> EnumSet.range(ResultFile.REGIONS_BED, ResultFile.REGIONS_FASTA);
                case CHUNKS -> EnumSet.of(ResultFile.CHUNK_SCORES);
                case SCORES -> EnumSet.of(ResultFile.SCORES);
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ResultOptions {
        sequences = Set.copyOf(sequences);
        if (minLength < 0) {
            throw new IllegalArgumentException("`minLength` " + minLength
                    + " is not a length; give a number of bases such as " + DEFAULT_MIN_LENGTH
                    + ", or 0 to call all records");
        }
        if (rule == CallRule.BROAD && confidence.selection().byProbability()) {
            throw new IllegalArgumentException("`callRule` broad calls by the rule of viral-ngs, and "
                    + confidence.selection().words() + " by probability; give one of them");
        }
    }

    /**
     * Parses the words of the command line.
     *
     * @param rule a {@link CallRule}
     * @param write words of {@link Sequences} with commas between, or none
     * @throws IllegalArgumentException naming an unknown word
     */
    public static ResultOptions parse(String rule, String write) {
        Set<Sequences> sequences = EnumSet.noneOf(Sequences.class);
        for (String word : write.split(",", -1)) {
            if (!word.strip().equals(NONE)) {
                sequences.add(sequences(word.strip()));
            } else if (!write.strip().equals(NONE)) {
                throw new IllegalArgumentException("`sequences` " + write + ": none goes with no other word");
            }
        }
        return new ResultOptions(CallRule.of(rule), sequences, ConfidenceOptions.DEFAULT, DEFAULT_MIN_LENGTH);
    }

    /** Returns these options with other confidence options. */
    public ResultOptions with(ConfidenceOptions other) {
        return new ResultOptions(rule, sequences, other, minLength);
    }

    /** Returns these options with another minimum length of called records, in bases. */
    public ResultOptions from(int bases) {
        return new ResultOptions(rule, sequences, confidence, bases);
    }

    /** Whether chunks without an open frame are scored from their DNA. */
    public boolean dnaOnly() {
        return fallbacks().contains(ChunkSource.DNA_ONLY);
    }

    /** Whether chunks without an open frame are scored by their stretches. */
    public boolean stretches() {
        return fallbacks().contains(ChunkSource.STRETCHES);
    }

    /** Whether all chunks are judged by the chunk head of the model. */
    public boolean judged() {
        return confidence.fallback() == ConfidenceOptions.Fallback.CHUNK_HEAD;
    }

    /** The sources of scores of chunks without an open frame, in order of preference. */
    public List<ChunkSource> fallbacks() {
        return confidence.fallback().sources();
    }

    /** The words of the tiers that calls may have, the most trusted first. */
    List<String> tiers() {
        return rule.tiers().stream()
                .filter(tier -> ChunkSource.FALLBACKS.stream()
                        .noneMatch(source -> !fallbacks().contains(source) && tier.equals(source.word())))
                .toList();
    }

    /** Whether letters of the input are written. */
    boolean letters() {
        return sequences.stream().anyMatch(group -> group != Sequences.CHUNKS && group != Sequences.SCORES);
    }

    private static Sequences sequences(String word) {
        return Arrays.stream(Sequences.values())
                .filter(s -> s.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("`sequences` " + word
                        + " is not known; give viral, host, regions, chunks or scores, with commas between, or none"));
    }

    /** The files that a run with these options writes. */
    public Set<ResultFile> files() {
        Set<ResultFile> files = EnumSet.of(ResultFile.CALLS, ResultFile.UNSCORED, ResultFile.CONFIDENCE);
        if (judged() || !fallbacks().isEmpty()) {
            files.add(ResultFile.CHUNK_SCORES);
        }
        sequences.forEach(group -> files.addAll(group.files()));
        return files;
    }

    /** The groups as the command line names them, always in the same order. */
    public String words() {
        return sequences.isEmpty()
                ? NONE
                : sequences.stream().sorted().map(Sequences::word).collect(Collectors.joining(","));
    }
}
