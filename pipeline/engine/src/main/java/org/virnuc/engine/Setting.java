package org.virnuc.engine;

/** One entry of a stage's fingerprint: what it is called, its value, and why it changes the output. */
public record Setting(String name, String value, String reason) {}
