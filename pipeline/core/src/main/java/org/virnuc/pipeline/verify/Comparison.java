package org.virnuc.pipeline.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.pipeline.run.ChunkSample;
import org.virnuc.pipeline.stages.ChunkVerdict;
import org.virnuc.pipeline.stages.FrameScore;
import org.virnuc.sequences.Quoted;

/** Compares the scores of two settings for the same frames in one pass; the frames of a chunk are consecutive. */
public final class Comparison {
    private static final int FIRST = 1024;

    private final List<ChunkSample.Place> places;
    private final List<Flip> frameFlips = new ArrayList<>();
    private final List<Flip> chunkFlips = new ArrayList<>();
    private final Map<Long, RecordVotes> records = new LinkedHashMap<>();
    private float[] differences = new float[FIRST];
    private int frames;
    private int chunks;

    /**
     * Creates a comparison.
     *
     * @param places positions of the chunks in the input, in the order of their scores
     */
    public Comparison(List<ChunkSample.Place> places) {
        this.places = List.copyOf(places);
    }

    /**
     * Reads both score files completely.
     *
     * @throws IllegalStateException if they contain different frames, or a number of chunks other than that of the
     *     places
     */
    public Comparison read(BufferedReader reference, BufferedReader fast) throws IOException {
        List<FrameScore> here = new ArrayList<>();
        List<FrameScore> there = new ArrayList<>();
        for (@Nullable Pair next = next(reference, fast); next != null; next = next(reference, fast)) {
            if (!here.isEmpty() && !here.get(0).chunkId().equals(next.reference.chunkId())) {
                chunk(here, there);
            }
            here.add(next.reference);
            there.add(next.fast);
        }
        if (!here.isEmpty()) {
            chunk(here, there);
        }
        if (chunks != places.size()) {
            throw new IllegalStateException(chunks + " of " + places.size() + " chunks of the sample have scores");
        }
        return this;
    }

    /** Returns the result. {@code scoredChunks} is the number of scored chunks in the input. */
    public Agreement result(long scoredChunks, Agreement.PrecisionTiming reference, Agreement.PrecisionTiming fast) {
        long otherVerdicts =
                records.values().stream().filter(RecordVotes::differ).count();
        return new Agreement(
                new Agreement.SampledChunks(chunks, scoredChunks),
                new LabelCounts(frames, frameFlips.size()),
                new LabelCounts(chunks, chunkFlips.size()),
                new LabelCounts(records.size(), otherVerdicts),
                ScoreDifferences.of(Arrays.copyOf(differences, frames)),
                inOrder(frameFlips),
                inOrder(chunkFlips),
                reference,
                fast);
    }

    private record Pair(FrameScore reference, FrameScore fast) {}

    private static @Nullable Pair next(BufferedReader reference, BufferedReader fast) throws IOException {
        String here = reference.readLine();
        String there = fast.readLine();
        if (here == null && there == null) {
            return null;
        }
        if (here == null || there == null) {
            throw new IllegalStateException("one of the settings has scored more frames than the other");
        }
        Pair pair = new Pair(FrameScore.parse(here), FrameScore.parse(there));
        if (!pair.reference.id().equals(pair.fast.id())) {
            throw new IllegalStateException("the settings have scored different frames: "
                    + Quoted.of(pair.reference.id()) + " and " + Quoted.of(pair.fast.id()));
        }
        return pair;
    }

    private void chunk(List<FrameScore> here, List<FrameScore> there) {
        if (chunks == places.size()) {
            throw new IllegalStateException("more than the " + chunks + " chunks of the sample have scores");
        }
        ChunkSample.Place place = places.get(chunks++);
        for (int i = 0; i < here.size(); i++) {
            frame(place, here.get(i), there.get(i));
        }
        ChunkVerdict reference = ChunkVerdict.of(place.id(), here);
        ChunkVerdict fast = ChunkVerdict.of(place.id(), there);
        if (reference.virus() != fast.virus()) {
            chunkFlips.add(new Flip(
                    place,
                    "",
                    new Flip.Scores(reference.bestOthers(), reference.bestVirus()),
                    new Flip.Scores(fast.bestOthers(), fast.bestVirus())));
        }
        records.computeIfAbsent(place.record(), record -> new RecordVotes()).add(reference.virus(), fast.virus());
        here.clear();
        there.clear();
    }

    private void frame(ChunkSample.Place place, FrameScore reference, FrameScore fast) {
        if (frames == differences.length) {
            differences = Arrays.copyOf(differences, 2 * frames);
        }
        differences[frames++] = Math.abs(reference.virus() - fast.virus());
        if (reference.isVirus() != fast.isVirus()) {
            frameFlips.add(new Flip(
                    place,
                    reference.frame(),
                    new Flip.Scores(reference.others(), reference.virus()),
                    new Flip.Scores(fast.others(), fast.virus())));
        }
    }

    private static List<Flip> inOrder(List<Flip> flips) {
        return flips.stream()
                .sorted(Comparator.comparingLong((Flip flip) -> flip.place().record())
                        .thenComparingLong(flip -> flip.place().chunk())
                        .thenComparing(Flip::frame))
                .toList();
    }

    /** The number of a record's chunks, and of those called virus in each setting. */
    private static final class RecordVotes {
        private long all;
        private long reference;
        private long fast;

        void add(boolean referenceVirus, boolean fastVirus) {
            all++;
            reference += referenceVirus ? 1 : 0;
            fast += fastVirus ? 1 : 0;
        }

        boolean differ() {
            return RecordVerdict.of(all, reference) != RecordVerdict.of(all, fast);
        }
    }
}
