/**
 * The command line. Read {@link org.virnuc.cli.Main}, then {@link org.virnuc.cli.PredictCommand}; {@link
 * org.virnuc.cli.ExitCode} is the one place that turns exceptions into exit codes.
 */
@NullMarked
package org.virnuc.cli;

import org.jspecify.annotations.NullMarked;
