package org.virnuc.models;

/**
 * A device that was asked for and could not load the model: it gets no work, the others do it all.
 *
 * @param device its name, such as {@code cuda:1}
 * @param message what happened, for people
 */
public record UnusedDevice(String device, String message) {}
