package org.virnuc.report;

import org.virnuc.telemetry.RunReport;

/** A section of {@code report.html} that only runs with a certain feature have. */
public abstract sealed class ReportSection permits CascadeSection, ReadsSection {

    /** The section about a cascade of two models. */
    public static ReportSection cascade() {
        return new CascadeSection();
    }

    /** The section about aligned reads. */
    public static ReportSection reads() {
        return new ReadsSection();
    }

    /** The places on the page. */
    enum Place {
        /** Before the table of records. */
        BEFORE_RECORDS,
        /** After the records and their tracks. */
        AFTER_RECORDS
    }

    abstract Place place();

    /** Renders the section. */
    abstract Html render(RunReport report, ReportFacts facts, Charts charts);

    /** A sentence for the paragraph on methods, followed by a blank; empty by default. */
    String methods(RunReport report, ReportFacts facts) {
        return "";
    }
}
