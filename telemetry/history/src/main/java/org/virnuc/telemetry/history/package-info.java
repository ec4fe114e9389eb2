/**
 * Keeps every attempt of every run in one SQLite file, to which any number of processes may write. A failure of the
 * history never fails a run: what cannot be written goes to a spool next to the file and is imported later.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.history.RunHistory}, the file;
 * {@link org.virnuc.telemetry.history.Attempt}, what is kept; {@link org.virnuc.telemetry.history.HistoryRecorder}, how
 * a run writes to it; {@link org.virnuc.telemetry.history.HistorySpool}, for what could not be written;
 * {@link org.virnuc.telemetry.history.RunList}, the queries.
 */
@NullMarked
package org.virnuc.telemetry.history;

import org.jspecify.annotations.NullMarked;
