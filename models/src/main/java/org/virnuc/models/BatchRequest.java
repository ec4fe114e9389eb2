package org.virnuc.models;

/**
 * A batch that is about to be computed; its fields mean what they mean in {@link BatchFigures}.
 *
 * @param device where it will run
 */
public record BatchRequest(int sequences, long tokens, long slots, String device) {

    /**
     * The figures of this batch once it has finished or failed.
     *
     * @param nanos from handing the batch to the device until its vectors were on the host, or it failed
     */
    public BatchFigures took(long nanos) {
        return new BatchFigures(sequences, tokens, slots, nanos, device);
    }
}
