/**
 * From chunk scores to results: what is said of a record, where in it the viral regions are, and the files that say so. Read
 * {@link org.virnuc.calling.RecordScores}, {@link org.virnuc.calling.CallRule}, {@link
 * org.virnuc.calling.RegionModel} and {@link org.virnuc.calling.ResultTables}.
 */
@NullMarked
package org.virnuc.calling;

import org.jspecify.annotations.NullMarked;
