/**
 * Supplies encoders to the steps of a run and caches their vectors on disk, so that no run computes a sequence that an
 * earlier one has encoded (see {@code RunRequest.embeddingCache}).
 *
 * <p>Read {@link org.virnuc.pipeline.embeddings.EncoderSource}, where every step gets its encoders; {@code LazyEncoder}
 * and {@code CachedEncoder}, the only encoder that knows the cache; then
 * {@link org.virnuc.pipeline.embeddings.EmbeddingCache}, {@link org.virnuc.pipeline.embeddings.CachedVectors},
 * {@code Segment} for the file format, and {@code SegmentFolder} for managing the files.
 */
@NullMarked
package org.virnuc.pipeline.embeddings;

import org.jspecify.annotations.NullMarked;
