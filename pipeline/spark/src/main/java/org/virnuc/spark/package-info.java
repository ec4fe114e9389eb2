/**
 * VirNuc on Apache Spark: a job whose driver makes the plan and merges, and whose tasks compute shards. Read {@link
 * org.virnuc.spark.PredictJob}, {@link org.virnuc.spark.SparkEngine}, then {@link org.virnuc.spark.ShardTask}.
 */
@NullMarked
package org.virnuc.spark;

import org.jspecify.annotations.NullMarked;
