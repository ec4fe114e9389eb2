/**
 * Reads tensors by name from published checkpoint files. They are streamed, so that a model is never in the heap as a
 * whole, and files are never trusted. Read {@link org.virnuc.models.checkpoint.CheckpointReader} first, then the
 * formats: {@link org.virnuc.models.checkpoint.Safetensors}, {@link org.virnuc.models.checkpoint.TorchZip} (with
 * {@code Unpickler} for its pickle and {@code ZipIndex} for its zip) and
 * {@link org.virnuc.models.checkpoint.ShardedCheckpoint}.
 */
@NullMarked
package org.virnuc.models.checkpoint;

import org.jspecify.annotations.NullMarked;
