/**
 * The stages, each a {@link org.virnuc.engine.Stage}: input artifact in, files of one folder out. Read them in the order
 * of {@link org.virnuc.engine.StageId}; nucleotide and protein splitting share a class, and so do the two encoders.
 */
@NullMarked
package org.virnuc.pipeline.stages;

import org.jspecify.annotations.NullMarked;
