/**
 * Runs on several machines: a plan that is made once, shards that are computed anywhere, and a merge that gives the bytes of
 * a run on one machine. Read {@link org.virnuc.pipeline.shards.Sharding}, {@link
 * org.virnuc.pipeline.shards.ShardWork}, then {@link org.virnuc.pipeline.shards.ShardMerge}.
 */
@NullMarked
package org.virnuc.pipeline.shards;

import org.jspecify.annotations.NullMarked;
