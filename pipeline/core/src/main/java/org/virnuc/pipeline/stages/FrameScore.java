package org.virnuc.pipeline.stages;

import org.virnuc.sequences.Quoted;

/**
 * The scores of one frame, as one line of {@code prediction_results.txt}.
 *
 * @param id the chunk's id and the frame, {@code F1} to {@code R3}
 * @param others score 1, the probability of others
 * @param virus score 2, the probability of virus
 */
public record FrameScore(String id, float others, float virus) {
    /**
     * Scores closer to each other than this are a tie: sums of float32 in another order (batch, device, library) differ
     * by this much, and a label must not depend on the order.
     */
    static final float TIE = 1e-6f;

    private static final int FRAME_LETTERS = 2;

    public FrameScore {
        if (!(others >= 0 && others <= 1 && virus >= 0 && virus <= 1)) {
            throw new IllegalStateException("frame " + Quoted.of(id) + " has scores " + others + " and " + virus
                    + ", not probabilities; the model's weights or its precision are at fault");
        }
    }

    /** Reads one line. */
    public static FrameScore parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 4) {
            throw new IllegalStateException("not a line of " + FrameScores.FILE_NAME + ": " + Quoted.of(line));
        }
        return new FrameScore(fields[0], Float.parseFloat(fields[2]), Float.parseFloat(fields[3]));
    }

    /** The id without its frame. */
    public String chunkId() {
        return id.substring(0, id.length() - FRAME_LETTERS);
    }

    /** The frame, {@code F1} to {@code R3}. */
    public String frame() {
        return id.substring(id.length() - FRAME_LETTERS);
    }

    /** The label; a tie is others. */
    public boolean isVirus() {
        return virus - others > TIE;
    }

    void appendTo(StringBuilder lines) {
        lines.append(id).append('\t').append(isVirus() ? "virus" : "others").append('\t');
        FloatText.append(others, lines);
        lines.append('\t');
        FloatText.append(virus, lines);
        lines.append('\n');
    }
}
