package org.virnuc.models;

/**
 * Size, duration and device of one batch that an encoder has computed.
 *
 * @param sequences rows of the batch
 * @param tokens tokens that belong to sequences, special tokens included
 * @param slots tokens computed: rows times the longest row; {@code slots - tokens} is padding
 * @param nanos from handing the batch to the device until its vectors were on the host
 * @param device where it ran, such as {@code cpu} or {@code cuda:0}
 */
public record BatchFigures(int sequences, long tokens, long slots, long nanos, String device) {}
