/**
 * Reads and writes sequences, cuts records into chunks, and translates chunks in six frames; sequences are handled as
 * bytes. Read {@link org.virnuc.sequences.FastaReader}, {@link org.virnuc.sequences.ChunkPlan} and
 * {@link org.virnuc.sequences.SixFrameTranslator}.
 */
@NullMarked
package org.virnuc.sequences;

import org.jspecify.annotations.NullMarked;
