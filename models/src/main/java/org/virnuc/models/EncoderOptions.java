package org.virnuc.models;

import org.virnuc.files.PublicApi;

/**
 * How a user wants encoders to run.
 *
 * @param device the devices to use
 * @param precision the precision to compute in; {@code AUTO} is resolved by device
 * @param batchTokens limit of tokens per batch, padding included; 0 chooses by device
 * @param threads CPU threads for all encoders of the process together; the first encoder that opens fixes the number; 0
 *     uses every core
 */
@PublicApi
public record EncoderOptions(DeviceChoice device, Precision precision, int batchTokens, int threads) {

    /** Leaves every choice to the machine. */
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
