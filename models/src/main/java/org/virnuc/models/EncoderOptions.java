package org.virnuc.models;

/**
 * How encoders are to run.
 *
 * @param device where
 * @param precision in what; {@code AUTO} is resolved by the device
 * @param batchTokens most padded tokens of a batch; 0 chooses by device
 * @param threads CPU threads, all encoders of the process together, fixed by the first that opens; 0 is every core
 */
public record EncoderOptions(DeviceChoice device, Precision precision, int batchTokens, int threads) {

    /** Everything chosen by the machine. */
    public static final EncoderOptions DEFAULT = new EncoderOptions(DeviceChoice.AUTO, Precision.AUTO, 0, 0);

    public EncoderOptions {
        if (batchTokens < 0) {
            throw new IllegalArgumentException(
                    "`batchTokens` " + batchTokens + " is negative; give the most tokens of a batch, or auto");
        }
        if (threads < 0) {
            throw new IllegalArgumentException(
                    "`threads` " + threads + " is negative; give the number of CPU threads, or 0 for all cores");
        }
    }
}
