/**
 * Takes out of texts what must not leave the machine: paths, names of sequences, users and hosts, arguments, secrets. Read {@link
 * org.virnuc.telemetry.redact.Redactor}; logs, reports, error messages and exports all pass through one of it.
 */
@NullMarked
package org.virnuc.telemetry.redact;

import org.jspecify.annotations.NullMarked;
