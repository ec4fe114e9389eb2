/**
 * Tensors by name out of published checkpoint files, streamed, never a whole model in the heap. Read {@link
 * org.virnuc.models.checkpoint.CheckpointReader} first, then the formats.
 */
@NullMarked
package org.virnuc.models.checkpoint;

import org.jspecify.annotations.NullMarked;
