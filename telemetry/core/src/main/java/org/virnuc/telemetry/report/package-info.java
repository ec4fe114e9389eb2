/**
 * Renders the report of a run as JSON, as Markdown and as a text summary, and compares it with an earlier run. A report
 * in JSON can be read back and validated.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.report.JsonReport}, the format;
 * {@link org.virnuc.telemetry.report.SummaryReport}, the lines at the end of a run;
 * {@link org.virnuc.telemetry.report.Baseline}, the rules of a comparison;
 * {@link org.virnuc.telemetry.report.ReportCheck}, the validation.
 */
@NullMarked
package org.virnuc.telemetry.report;

import org.jspecify.annotations.NullMarked;
