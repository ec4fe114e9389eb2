/**
 * Removes from texts what must not leave the machine: paths, names of sequences, users and hosts, arguments, secrets.
 * Logs, reports, error messages and exports of a run all use the same redactor.
 *
 * <p>Read {@link org.virnuc.telemetry.redact.Redactor}, then {@link org.virnuc.telemetry.redact.Kind}.
 */
@NullMarked
package org.virnuc.telemetry.redact;

import org.jspecify.annotations.NullMarked;
