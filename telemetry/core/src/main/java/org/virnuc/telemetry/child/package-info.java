/**
 * How child processes in any language take part in a stage: they append lines to a file that the parent reads. Read {@link
 * org.virnuc.telemetry.child.ChildProcess} first, then {@link org.virnuc.telemetry.child.ChildLine} for what a line says.
 */
@NullMarked
package org.virnuc.telemetry.child;

import org.jspecify.annotations.NullMarked;
