package org.virnuc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.RunAlerts;
import org.virnuc.telemetry.Alerts;
import picocli.CommandLine.Option;

/** The option that sets the thresholds of warnings. */
@Section.Of(Section.TELEMETRY)
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
        return checked(() -> RunAlerts.of(alerts));
    }

    /** The thresholds of a comparison with fp32 that requires {@code minAgreement}. */
    Alerts alerts(double minAgreement) {
        return checked(() -> RunAlerts.of(alerts, minAgreement));
    }

    private static Alerts checked(Supplier<Alerts> thresholds) {
        try {
            return thresholds.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--alert " + e.getMessage(), e);
        }
    }
}
