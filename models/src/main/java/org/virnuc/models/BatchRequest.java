package org.virnuc.models;

/**
 * A batch that is about to be computed; the fields are those of {@link BatchFigures}.
 *
 * @param device where it will run
 */
public record BatchRequest(int sequences, long tokens, long slots, String device) {}
