package org.virnuc.telemetry;

import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.child.ChildFeed;
import org.virnuc.telemetry.cost.CostMeter;
import org.virnuc.telemetry.observe.Observer;
import org.virnuc.telemetry.progress.ProgressDisplay;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.trace.TraceFiles;
import org.virnuc.telemetry.usage.UsageExtractor;

/** How the packages of the core depend on each other. */
class PackagesTest {
    @Test
    void packagesFormNoCirclesAndRecordsAreBuiltByName() {
        new PackageRules()
                .found(
                        RunReport.class.getPackage(),
                        ChildFeed.class.getPackage(),
                        CostMeter.class.getPackage(),
                        Observer.class.getPackage(),
                        ProgressDisplay.class.getPackage(),
                        Redactor.class.getPackage(),
                        JsonReport.class.getPackage(),
                        TraceFiles.class.getPackage(),
                        UsageExtractor.class.getPackage())
                .buildRecordsByName()
                .formNoCircles();
    }
}
