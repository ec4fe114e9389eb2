package org.virnuc.pipeline.stages;

import org.virnuc.engine.Setting;
import org.virnuc.sequences.StretchFinder.Limits;

/**
 * Which stretches of which chunks are scored.
 *
 * @param limits how many of a chunk, and how long they are at least
 * @param besideFrames whether chunks with an open frame have stretches, too; the open frame itself is then one of them
 */
public record StretchSelection(Limits limits, boolean besideFrames) {
    /** The longest stretches of chunks without an open frame. */
    public static final StretchSelection DEFAULT = new StretchSelection(Limits.DEFAULT, false);

    Setting setting() {
        String chunks = besideFrames ? "all chunks" : "chunks without an open frame";
        return new Setting(
                "selection",
                limits.most() + " of at least " + limits.leastResidues() + " residues, " + chunks,
                "which stretches are scored");
    }

    /** Whether a chunk is looked at. */
    boolean takes(ChunkTable.Entry entry) {
        return besideFrames || !entry.isScored();
    }
}
