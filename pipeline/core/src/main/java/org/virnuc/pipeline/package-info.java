/**
 * The nine stages from FASTA to verdicts, and the machinery that runs them. Read {@link org.virnuc.pipeline.flow.Pipeline}
 * (nine lines), {@link org.virnuc.engine.run.StageRunner} (the only caller of checkpoint and telemetry), then any one
 * stage in {@code stages}.
 */
@NullMarked
package org.virnuc.pipeline;

import org.jspecify.annotations.NullMarked;
