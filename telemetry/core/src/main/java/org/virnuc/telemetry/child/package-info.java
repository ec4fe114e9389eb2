/**
 * Lets child processes, written in any language, report to a stage. They append lines to a file that the parent reads.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.child.ChildProcess}, which runs a child;
 * {@link org.virnuc.telemetry.child.ChildLine}, the format of a line; {@link org.virnuc.telemetry.child.ChildFeed},
 * which reads the file.
 */
@NullMarked
package org.virnuc.telemetry.child;

import org.jspecify.annotations.NullMarked;
