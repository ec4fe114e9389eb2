package org.virnuc.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;

/** A part of the benchmarks: a command of its own, and some lines in the table of all. */
interface Piece extends Callable<Integer> {

    /** Measures; says on standard output how in detail. */
    List<Figure> measure() throws Exception;

    @Override
    default Integer call() throws Exception {
        Figure.print(measure());
        return 0;
    }
}
