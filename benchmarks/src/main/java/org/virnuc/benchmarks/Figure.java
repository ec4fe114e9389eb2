package org.virnuc.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * One line of the table of all figures.
 *
 * @param name what was measured
 * @param measured the figure, with its unit
 * @param goal what it should be; empty where there is no goal
 * @param reached whether it is; true without a goal
 */
record Figure(String name, String measured, String goal, boolean reached) {

    /** A figure that should not be below a goal. */
    static Figure atLeast(String name, double measured, double goal, String format) {
        String shown = String.format(Locale.ROOT, format, measured);
        return new Figure(name, shown, "at least " + String.format(Locale.ROOT, format, goal), measured >= goal);
    }

    /** A figure that is only stated. */
    static Figure stated(String name, String measured) {
        return new Figure(name, measured, "", true);
    }

    /** A piece that failed, which is reported by itself. */
    static Figure missing(String piece) {
        return new Figure(piece, "failed, see above", "all of it", false);
    }

    /** The table, in Markdown. */
    static void print(List<Figure> figures) {
        System.out.println();
        System.out.println("| figure | measured | goal | reached |");
        System.out.println("|---|---:|---:|---|");
        for (Figure figure : figures) {
            String reached = figure.goal.isEmpty() ? "" : figure.reached ? "yes" : "**no**";
            System.out.println(
                    "| " + figure.name + " | " + figure.measured + " | " + figure.goal + " | " + reached + " |");
        }
    }
}
