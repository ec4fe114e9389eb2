/**
 * Runs several samples in one command: a sheet names them, and a table summarizes them. Read
 * {@link org.virnuc.pipeline.samples.SampleSheet}, then {@link org.virnuc.pipeline.samples.SampleTable}.
 */
@NullMarked
package org.virnuc.pipeline.samples;

import org.jspecify.annotations.NullMarked;
