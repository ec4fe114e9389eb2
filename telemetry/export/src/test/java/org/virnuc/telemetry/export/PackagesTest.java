package org.virnuc.telemetry.export;

import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.PackageRules;
import org.virnuc.telemetry.RunReport;

/** How the package of the exporters depends on the core. */
class PackagesTest {
    @Test
    void packagesFormNoCirclesAndRecordsAreBuiltByName() {
        new PackageRules()
                .found(RunReport.class.getPackage(), RunMetrics.class.getPackage())
                .buildRecordsByName()
                .formNoCircles();
    }
}
