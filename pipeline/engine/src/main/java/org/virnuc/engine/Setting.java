package org.virnuc.engine;

/** One entry of a stage's fingerprint: its name, its value, and the reason why it changes the output. */
public record Setting(String name, String value, String reason) {}
