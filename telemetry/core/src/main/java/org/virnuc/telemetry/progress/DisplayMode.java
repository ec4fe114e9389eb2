package org.virnuc.telemetry.progress;

/** How the progress of a run is displayed. */
public enum DisplayMode {
    /** A bar if standard error is a terminal, otherwise lines. */
    AUTO,
    /** One line that is redrawn in place. */
    BAR,
    /** Lines for a log: at the start and the end of each stage, and at least every 30 seconds in between. */
    LINES,
    /** No display. */
    NONE;

    DisplayMode resolve(boolean terminal) {
        if (this != AUTO) {
            return this;
        }
        return terminal ? BAR : LINES;
    }
}
