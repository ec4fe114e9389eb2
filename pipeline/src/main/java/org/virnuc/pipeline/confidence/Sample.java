package org.virnuc.pipeline.confidence;

/**
 * A labelled stretch of chunks.
 *
 * @param evidence for virus, in log odds
 * @param weight how much it counts; both labels together weigh the same
 */
record Sample(double evidence, boolean viral, double weight) {}
