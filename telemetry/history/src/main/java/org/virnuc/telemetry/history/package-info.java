/**
 * Every attempt of every run in one SQLite file, written by any number of processes. History may fail, the run may not fail
 * because of it: what cannot be written is spooled beside the file and imported later.
 *
 * <p>Read {@link org.virnuc.telemetry.history.RunHistory} first, then {@link org.virnuc.telemetry.history.Attempt} (what is kept),
 * {@link org.virnuc.telemetry.history.HistoryRecorder} (how a run writes) and {@link org.virnuc.telemetry.history.HistorySpool}.
 */
@NullMarked
package org.virnuc.telemetry.history;

import org.jspecify.annotations.NullMarked;
