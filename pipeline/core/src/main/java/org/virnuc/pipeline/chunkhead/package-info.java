/**
 * The inputs of a model's chunk head: {@link org.virnuc.pipeline.chunkhead.ChunkEvidence}, what encoders and heads say
 * of one chunk, and {@link org.virnuc.pipeline.chunkhead.ChunkFeatures}, which makes numbers of it.
 */
@NullMarked
package org.virnuc.pipeline.chunkhead;

import org.jspecify.annotations.NullMarked;
