/**
 * Runs stages in a directory and tracks what they cost. Read {@link org.virnuc.engine.run.StageRunner}, the only caller
 * of both resume and telemetry, then {@link org.virnuc.engine.run.RunDirectory}.
 */
@NullMarked
package org.virnuc.engine.run;

import org.jspecify.annotations.NullMarked;
