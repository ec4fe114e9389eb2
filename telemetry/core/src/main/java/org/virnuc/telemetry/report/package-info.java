/**
 * A run's report as JSON, as a page and as lines of text, and its comparison with an earlier one. Read {@link
 * org.virnuc.telemetry.report.JsonReport} first; {@link org.virnuc.telemetry.report.Baseline} says what an honest speed-up is.
 */
@NullMarked
package org.virnuc.telemetry.report;

import org.jspecify.annotations.NullMarked;
