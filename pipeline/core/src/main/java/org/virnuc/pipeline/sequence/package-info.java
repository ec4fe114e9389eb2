/**
 * Sequences as bytes: reading and writing FASTA, cutting records into chunks, translating chunks in six frames. Read {@link
 * org.virnuc.pipeline.sequence.FastaReader}, {@link org.virnuc.pipeline.sequence.ChunkPlan} and {@link
 * org.virnuc.pipeline.sequence.SixFrameTranslator}.
 */
@NullMarked
package org.virnuc.pipeline.sequence;

import org.jspecify.annotations.NullMarked;
