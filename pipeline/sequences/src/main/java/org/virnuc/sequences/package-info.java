/**
 * Sequences as bytes: reading and writing FASTA, cutting records into chunks, translating chunks in six frames. Read {@link
 * org.virnuc.sequences.FastaReader}, {@link org.virnuc.sequences.ChunkPlan} and {@link
 * org.virnuc.sequences.SixFrameTranslator}.
 */
@NullMarked
package org.virnuc.sequences;

import org.jspecify.annotations.NullMarked;
