/**
 * The chunk head of a model: a small network from everything that the encoders say of a chunk to one log odds of virus.
 * Read {@link org.virnuc.models.chunkhead.ChunkHead} first, then {@code ChunkHeadFiles}, which reads its two files and
 * checks them, and {@code DenseNetwork}, which computes.
 */
@NullMarked
package org.virnuc.models.chunkhead;

import org.jspecify.annotations.NullMarked;
