package org.virnuc.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.virnuc.cli.UnresumableException;

/** A part of the benchmarks: a command of its own, and some lines in the table of all. */
abstract class Piece implements Callable<Integer> {

    /** About how long it takes with its options, on two cores like those of RESULTS.md. */
    abstract double minutes();

    /** Refuses what cannot be measured, before anything is. */
    void check() throws IOException {}

    /** Measures; says on standard output how in detail. */
    abstract List<Figure> measure() throws IOException, InterruptedException;

    /** What the command exits with after its table. */
    int exitCode() {
        return 0;
    }

    /** {@link #minutes} in words. */
    final String time() {
        double minutes = minutes();
        return minutes < 1.5
                ? String.format(Locale.ROOT, "%.0f seconds", Math.ceil(6 * minutes) * 10)
                : String.format(Locale.ROOT, "%.0f minutes", Math.ceil(minutes));
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        check();
        System.err.printf("takes about %s on two cores, longer where they are busy%n", time());
        Figure.print(UnresumableException.during("a benchmark", this::measure));
        return exitCode();
    }
}
