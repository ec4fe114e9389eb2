/**
 * The contract between a stage and what runs it. Read {@link org.virnuc.engine.Stage}, then
 * {@link org.virnuc.engine.StageOutput} and {@link org.virnuc.engine.StageObserver}, to which a stage writes and
 * reports.
 */
@NullMarked
package org.virnuc.engine;

import org.jspecify.annotations.NullMarked;
