/**
 * Runs TorchScript archives on CPUs and GPUs; the only package that uses DJL, and native objects never leave it. Read
 * {@link org.virnuc.models.engine.ExecutionProfile} (how to compute), {@link org.virnuc.models.engine.EncoderRuntime}
 * (loads archives), {@code BatchedEncoder} with {@link org.virnuc.models.engine.BatchPlanner} (feeds batches to
 * devices), then {@code ArchiveSession} (one archive on one device).
 */
@NullMarked
package org.virnuc.models.engine;

import org.jspecify.annotations.NullMarked;
