package org.virnuc.pipeline.run;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.Severity;

/** Says at the beginning of a run which devices compute, and why. */
final class RunDevices {
    private static final Logger LOG = LoggerFactory.getLogger(RunDevices.class);

    private RunDevices() {}

    /** One line; a warning where a GPU of the machine is left out for want of something. */
    static void tell(PipelineTelemetry telemetry, ExecutionProfile profile) {
        String line = "computing on " + profile.deviceNames() + ": "
                + profile.reasons().device();
        if (!profile.reasons().unused().isEmpty()) {
            LOG.warn("{}", line);
            telemetry.event(
                    EventClass.DEVICE,
                    Severity.WARNING,
                    line,
                    Map.of("device", profile.deviceNames(), "failure", "not-used"));
        } else if (profile.onCpu()) {
            LOG.debug("{}", line);
        } else {
            LOG.info("{}", line);
        }
    }
}
