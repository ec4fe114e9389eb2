/**
 * Exports the history for other programs and for printing: CSV, JSON, zip bundles and PDF. Exports read the history and
 * never change it.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.history.export.RunExport}, which writes CSV, JSON and bundles;
 * {@link org.virnuc.telemetry.history.export.CsvText}, a line of CSV;
 * {@link org.virnuc.telemetry.history.export.ExportFile}, which writes a file atomically;
 * {@link org.virnuc.telemetry.history.export.PdfReport}, which draws the totals of
 * {@link org.virnuc.telemetry.history.export.HistoryFigures}.
 */
@NullMarked
package org.virnuc.telemetry.history.export;

import org.jspecify.annotations.NullMarked;
