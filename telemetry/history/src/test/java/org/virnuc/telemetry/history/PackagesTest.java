package org.virnuc.telemetry.history;

import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.PackageRules;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.export.RunExport;

/** How the packages of the history depend on each other and on the core. */
class PackagesTest {
    @Test
    void packagesFormNoCirclesAndRecordsAreBuiltByName() {
        new PackageRules()
                .found(RunReport.class.getPackage(), RunHistory.class.getPackage(), RunExport.class.getPackage())
                .buildRecordsByName()
                .formNoCircles();
    }
}
