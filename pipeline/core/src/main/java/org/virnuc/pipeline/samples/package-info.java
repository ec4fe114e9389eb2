/** Several samples in one command: the sheet that names them, and the table over all. Read {@link org.virnuc.pipeline.samples.SampleSheet}. */
@NullMarked
package org.virnuc.pipeline.samples;

import org.jspecify.annotations.NullMarked;
