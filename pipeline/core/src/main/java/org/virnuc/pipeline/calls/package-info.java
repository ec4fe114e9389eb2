/**
 * From chunk scores to answers: what is said of a record, where in it the viral regions are, and the files that say so. Read
 * {@link org.virnuc.pipeline.calls.RecordScores}, {@link org.virnuc.pipeline.calls.CallRule}, {@link
 * org.virnuc.pipeline.calls.RegionModel} and {@link org.virnuc.pipeline.calls.Answers}.
 */
@NullMarked
package org.virnuc.pipeline.calls;

import org.jspecify.annotations.NullMarked;
