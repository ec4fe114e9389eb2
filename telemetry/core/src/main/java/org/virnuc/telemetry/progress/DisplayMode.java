package org.virnuc.telemetry.progress;

/** How progress is shown. */
public enum DisplayMode {
    /** A bar where somebody sees it, else lines. */
    AUTO,
    /** One line redrawn in place. */
    BAR,
    /** Lines for a log: at the start and end of each stage, and at least every 30 seconds between. */
    LINES,
    /** Nothing. */
    NONE;

    DisplayMode resolve(boolean terminal) {
        if (this != AUTO) {
            return this;
        }
        return terminal ? BAR : LINES;
    }
}
