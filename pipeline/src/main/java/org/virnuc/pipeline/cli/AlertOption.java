package org.virnuc.pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.pipeline.RunAlerts;
import org.virnuc.pipeline.UsageException;
import org.virnuc.telemetry.alert.Alerts;
import picocli.CommandLine.Option;

/** When a run warns. */
final class AlertOption {
    @Option(
            names = "--alert",
            paramLabel = "LIST",
            split = ",",
            description = "Warn where a figure of the run is beyond a threshold, as in \"coverage<0.2,seconds>3600\"."
                    + " docs/telemetry.md lists figures and guardrails.")
    private List<String> alerts = new ArrayList<>();

    /** The thresholds of the run. */
    Alerts alerts() {
        try {
            return RunAlerts.of(alerts);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--alert " + e.getMessage(), e);
        }
    }
}
