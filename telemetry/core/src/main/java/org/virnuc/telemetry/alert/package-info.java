/**
 * When a run's figures and guardrail hits are worth a warning: {@link org.virnuc.telemetry.alert.Alert} is one threshold, {@link
 * org.virnuc.telemetry.alert.Alerts} all of a run. Read {@code Alerts} first.
 */
@NullMarked
package org.virnuc.telemetry.alert;

import org.jspecify.annotations.NullMarked;
