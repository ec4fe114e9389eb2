package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.StretchFinder;
import org.virnuc.sequences.StretchFinder.Stretch;

/** Goes through the chunks of a run, and finds the stretches of those that a selection takes. */
public final class StretchCursor implements Closeable {
    private final FastaReader chunks;
    private final ChunkTable.Reader table;
    private final StretchSelection selection;
    private final StretchFinder finder;
    private final byte[] letters;
    private long chunk = -1;
    private List<Stretch> stretches = List.of();

    public StretchCursor(ChunkedFrames input, StretchSelection selection) throws IOException {
        this.selection = selection;
        this.finder = new StretchFinder(selection.limits());
        this.letters = new byte[input.chunks().chunkLength()];
        this.chunks = input.chunks().open();
        this.table = input.frames().chunks();
    }

    /** Goes to the next chunk; false behind the last. */
    public boolean next() throws IOException {
        chunk++;
        if (chunk == table.count()) {
            return false;
        }
        if (!chunks.next()) {
            throw new IllegalStateException("stretches: there are " + chunk + " chunks, expected " + table.count()
                    + "; run again with `force`");
        }
        stretches = selection.takes(table.next()) ? find() : List.of();
        return true;
    }

    /** The number of the chunk over all records, from 0. */
    long chunk() {
        return chunk;
    }

    /** The number of letters of the chunk. */
    public long length() {
        return chunks.length();
    }

    /** The stretches of the chunk; none where it is not taken. */
    public List<Stretch> stretches() {
        return stretches;
    }

    private List<Stretch> find() throws IOException {
        int length = Math.toIntExact(chunks.length());
        chunks.copy(0, letters, 0, length);
        return finder.find(letters, length);
    }

    @Override
    public void close() throws IOException {
        chunks.close();
        table.close();
    }
}
