/**
 * Encoders as the steps of a run use them, and vectors of earlier runs on disk: the embedding cache of {@code --embedding-cache}. A
 * sequence that an encoder has seen in any run is not computed again.
 *
 * <p>Read {@link org.virnuc.pipeline.embeddings.EncoderSource}, from which every step has its encoders, {@code LazyEncoder}, and
 * {@code CachedEncoder}, which is all that knows of the cache; then {@link org.virnuc.pipeline.embeddings.EmbeddingCache}, {@link
 * org.virnuc.pipeline.embeddings.CachedVectors}, {@code Segment}, the format of the files, and {@code SegmentFolder}, which keeps them
 * in order.
 */
@NullMarked
package org.virnuc.pipeline.embeddings;

import org.jspecify.annotations.NullMarked;
