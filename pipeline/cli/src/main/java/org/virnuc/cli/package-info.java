/**
 * The command line. Read {@link org.virnuc.cli.Main}, {@link org.virnuc.cli.PredictCommand}, then
 * {@link org.virnuc.cli.ExitCode}, the only place that turns exceptions into exit codes.
 */
@NullMarked
package org.virnuc.cli;

import org.jspecify.annotations.NullMarked;
