/**
 * The history for other programs and for paper: CSV, JSON, bundles and PDF. Read {@link org.virnuc.telemetry.history.export.RunExport}
 * first; {@link org.virnuc.telemetry.history.export.PdfReport} draws what {@link org.virnuc.telemetry.history.export.HistoryFigures} sums up.
 */
@NullMarked
package org.virnuc.telemetry.history.export;

import org.jspecify.annotations.NullMarked;
