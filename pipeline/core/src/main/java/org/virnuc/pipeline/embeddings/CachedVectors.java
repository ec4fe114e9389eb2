package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.virnuc.files.Reason;

/** The cached vectors of one encoder, opened for one stage of one run. Safe for several threads. */
public final class CachedVectors implements AutoCloseable {
    private final SegmentFolder folder;
    private final EmbeddingKey encoder;
    private final Consumer<String> warnings;
    private final Map<Path, Segment> open = new LinkedHashMap<>();
    private long hits;
    private long misses;
    private long damaged;
    private boolean writable = true;

    CachedVectors(SegmentFolder folder, EmbeddingKey encoder, Consumer<String> warnings) {
        this.folder = folder;
        this.encoder = encoder;
        this.warnings = warnings;
    }

    /** The length of a vector. */
    public int dimension() {
        return encoder.dimension();
    }

    /** Hits and misses so far. */
    public synchronized CacheUse use() {
        return new CacheUse(hits, misses, damaged);
    }

    /** Looks up the vectors of distinct sequences. */
    public Lookup find(List<String> sequences) throws IOException {
        return find(sequences, sequences.stream().map(CachedVector::key).toList());
    }

    private synchronized Lookup find(List<String> sequences, List<byte[]> keys) throws IOException {
        refresh();
        List<Optional<CachedVector>> known = keys.stream().map(this::find).toList();
        List<Integer> missing = IntStream.range(0, known.size())
                .filter(i -> known.get(i).isEmpty())
                .boxed()
                .toList();
        hits += known.size() - missing.size();
        misses += missing.size();
        return new Lookup(sequences, keys, known, missing);
    }

    /** The vectors found for some sequences, and the sequences that must be computed. */
    public final class Lookup {
        private final List<String> sequences;
        private final List<byte[]> keys;
        private final List<Optional<CachedVector>> known;
        private final List<Integer> missing;

        private Lookup(
                List<String> sequences, List<byte[]> keys, List<Optional<CachedVector>> known, List<Integer> missing) {
            this.sequences = sequences;
            this.keys = keys;
            this.known = known;
            this.missing = missing;
        }

        /** The sequences without a cached vector, in order. */
        public List<String> missing() {
            return missing.stream().map(sequences::get).toList();
        }

        /**
         * Adds the computed vectors to the cache. Because their computation was paid for, an interrupt is delayed until
         * they are added.
         *
         * @param computed row-major, one vector for each of {@link #missing}
         * @return row-major, one vector for each sequence
         */
        public float[] complete(float[] computed) {
            if (computed.length != missing.size() * encoder.dimension()) {
                throw new IllegalStateException("the encoder has computed " + computed.length + " numbers for "
                        + missing.size() + " sequences, expected " + encoder.dimension() + " for each");
            }
            addUninterrupted(missing, keys, computed);
            return missing.size() == known.size() ? computed : together(known, missing, computed);
        }
    }

    private float[] together(List<Optional<CachedVector>> known, List<Integer> missing, float[] computed) {
        int dimension = encoder.dimension();
        float[] vectors = new float[Math.multiplyExact(known.size(), dimension)];
        for (int i = 0; i < known.size(); i++) {
            Optional<CachedVector> row = known.get(i);
            if (row.isPresent()) {
                FloatBuffer found =
                        row.get().vector().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
                found.get(vectors, i * dimension, dimension);
            }
        }
        for (int i = 0; i < missing.size(); i++) {
            System.arraycopy(computed, i * dimension, vectors, missing.get(i) * dimension, dimension);
        }
        return vectors;
    }

    /** Reads a vector from the newest segment that has an undamaged copy. */
    private Optional<CachedVector> find(byte[] key) {
        boolean bad = false;
        for (Segment segment : open.values()) {
            int at = segment.find(key);
            if (at >= 0) {
                Optional<CachedVector> row = segment.row(at);
                if (row.isPresent()) {
                    return row;
                }
                bad = true;
            }
        }
        if (bad) {
            if (damaged == 0) {
                warnings.accept("a vector in the embedding cache is damaged; it is computed again and replaced");
            }
            damaged++;
        }
        return Optional.empty();
    }

    /** Reloads the list of segments, which other processes may have changed. */
    private void refresh() throws IOException {
        Map<Path, Segment> now = new LinkedHashMap<>();
        try {
            for (SegmentFile file : folder.segments(encoder)) {
                Segment known = open.get(file.path());
                if (known != null) {
                    now.put(file.path(), known);
                } else {
                    open(file.path(), now);
                }
            }
        } catch (IOException e) {
            passInterrupt(e);
            warnings.accept("the embedding cache cannot be read (" + what(e) + "); what it holds is computed again");
        }
        open.clear();
        open.putAll(now);
    }

    private void open(Path path, Map<Path, Segment> into) throws IOException {
        try {
            into.put(path, Segment.open(path, encoder));
        } catch (NoSuchFileException gone) {
            into.remove(path); // another process has merged or pruned it
        } catch (DamagedSegmentException damage) {
            warnings.accept("the embedding cache's file " + path.getFileName() + " is damaged: " + damage.getMessage()
                    + "; what it held is computed again");
            folder.remove(path);
        }
    }

    private void addUninterrupted(List<Integer> missing, List<byte[]> keys, float[] computed) {
        boolean interrupted = Thread.interrupted();
        boolean added = false;
        while (!added) {
            try {
                add(missing, keys, computed);
                added = true;
            } catch (IOException broken) {
                interrupted |= Thread.interrupted(); // an interrupt closes the file being written; write it again
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(List<Integer> missing, List<byte[]> keys, float[] computed) throws IOException {
        if (!writable || missing.isEmpty()) {
            return;
        }
        List<CachedVector> rows = new ArrayList<>(missing.size());
        for (int i = 0; i < missing.size(); i++) {
            rows.add(CachedVector.of(keys.get(missing.get(i)), computed, i * encoder.dimension(), encoder.dimension()));
        }
        try {
            if (!folder.add(encoder, rows)) {
                writable = false;
                warnings.accept(
                        "the vectors of " + rows.size() + " sequences are more than the embedding cache may hold;"
                                + " they are not added; give it more room with `embeddingCacheLimit`");
            }
        } catch (IOException e) {
            passInterrupt(e);
            writable = false;
            warnings.accept(
                    "the embedding cache cannot be written (" + what(e) + "); the run goes on without adding to it");
        }
    }

    private void touch(Segment segment) {
        try {
            folder.touch(segment.path());
        } catch (IOException readOnly) {
            writable = false; // a cache that is not writable can still be read
        }
    }

    /**
     * Rethrows an exception only if the run was cancelled: an interrupt closes files that are being read, which is no
     * fault of the cache.
     */
    private static void passInterrupt(IOException e) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw e;
        }
    }

    private static String what(IOException e) {
        return Reason.of(e);
    }

    @Override
    public synchronized void close() {
        open.values().stream().filter(Segment::used).forEach(this::touch);
        open.clear();
    }
}
