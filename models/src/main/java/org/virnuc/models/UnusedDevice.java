package org.virnuc.models;

/**
 * A device that was requested but could not load the model. It gets no work; the other devices do it all.
 *
 * @param device its name, such as {@code cuda:1}
 * @param message what happened, for people
 */
public record UnusedDevice(String device, String message) {}
