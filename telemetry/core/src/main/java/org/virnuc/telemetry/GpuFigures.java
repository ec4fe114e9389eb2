package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * Figures of a GPU during a run. They are of the whole device, including what other programs did on it. A value is null where it was not measured.
 *
 * @param device its name in the run, such as {@code cuda:0}
 * @param type what its maker calls it
 * @param samples how often it was looked at
 * @param utilization mean share of time in which it computed anything, 0 to 1
 * @param memoryPeakBytes most memory in use at once, as far as the samples tell
 * @param wattsMean mean power
 * @param wattsPeak highest power that was seen
 * @param joules energy of the run: of the device's own counter, otherwise power over time
 * @param celsiusPeak highest temperature that was seen
 * @param throttledShare share of samples in which heat or a limit of power slowed it down
 */
@PublicApi
public record GpuFigures(
        String device,
        String type,
        long samples,
        @Nullable Double utilization,
        @Nullable Long memoryPeakBytes,
        @Nullable Double wattsMean,
        @Nullable Double wattsPeak,
        @Nullable Double joules,
        @Nullable Double celsiusPeak,
        @Nullable Double throttledShare) {

    public GpuFigures {
        Checks.text(device, "gpus.device");
        Checks.text(type, "gpus.type");
        Checks.notNegative(samples, "gpus.samples");
        Checks.notNegative(memoryPeakBytes, "gpus.memory_peak_bytes");
        Checks.seconds(joules, "gpus.joules");
    }
}
