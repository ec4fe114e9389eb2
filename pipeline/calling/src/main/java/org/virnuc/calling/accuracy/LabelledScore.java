package org.virnuc.calling.accuracy;

/**
 * An item whose class is known, such as a chunk or a record, with its score.
 *
 * @param score larger for virus; a probability where calibration is measured
 * @param cluster relatives have the same; intervals are over clusters
 */
public record LabelledScore(double score, boolean viral, String cluster) {}
