/**
 * Vectors of earlier runs on disk: the embedding cache of {@code --embedding-cache}. A sequence that an encoder has seen in any run is
 * not computed again.
 *
 * <p>Read {@link org.virnuc.pipeline.embeddings.EmbeddingCache}, then {@link org.virnuc.pipeline.embeddings.CachedVectors}, which a
 * stage asks, then {@code Segment}, the format of the files, and {@code SegmentFolder}, which keeps them in order.
 */
@NullMarked
package org.virnuc.pipeline.embeddings;

import org.jspecify.annotations.NullMarked;
