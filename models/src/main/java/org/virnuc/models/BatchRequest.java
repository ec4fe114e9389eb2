package org.virnuc.models;

/**
 * A batch that is about to be computed; the fields are those of {@link BatchFigures}.
 *
 * @param device where it will run
 */
public record BatchRequest(int sequences, long tokens, long slots, String device) {

    /** What the batch cost, given the time from handing it to the device until its vectors were on the host, or it failed. */
    public BatchFigures took(long nanos) {
        return new BatchFigures(sequences, tokens, slots, nanos, device);
    }
}
