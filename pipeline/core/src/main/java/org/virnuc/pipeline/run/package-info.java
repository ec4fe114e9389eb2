/**
 * One run in its directory, from what was asked for to the files at the top. Read {@link org.virnuc.pipeline.run.PipelineRun},
 * then {@link org.virnuc.pipeline.run.RunFile}.
 */
@NullMarked
package org.virnuc.pipeline.run;

import org.jspecify.annotations.NullMarked;
