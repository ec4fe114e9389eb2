/**
 * Runs a request in its directory, from the inputs to the result files. Read
 * {@link org.virnuc.pipeline.run.PipelineRun}, then {@link org.virnuc.pipeline.run.RunFile}.
 */
@NullMarked
package org.virnuc.pipeline.run;

import org.jspecify.annotations.NullMarked;
