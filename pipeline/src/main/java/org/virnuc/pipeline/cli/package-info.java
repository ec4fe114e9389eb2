/**
 * The command line. Read {@link org.virnuc.pipeline.cli.Main}, then {@link org.virnuc.pipeline.cli.PredictCommand}; {@link
 * org.virnuc.pipeline.cli.ExitCode} is the one place that turns exceptions into exit codes.
 */
@NullMarked
package org.virnuc.pipeline.cli;

import org.jspecify.annotations.NullMarked;
