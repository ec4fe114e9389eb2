package org.virnuc.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cores that Spark gives the executor in this process. All its tasks share one model that computes as many batches at once; so
 * they never use more cores than these, however many tasks there are.
 */
final class ExecutorCores {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[\\s*([0-9]+|\\*)\\s*(?:,.*)?\\])?");
    private static final Pattern ARGUMENT = Pattern.compile("\\s--cores\\s+([0-9]+)(?=\\s|$)");

    private ExecutorCores() {}

    /**
     * The cores of this process.
     *
     * @param local cores of the driver if that is also the executor; 0 on a cluster
     */
    static int here(int local) {
        return of(
                System.getProperty("sun.java.command", ""),
                local,
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * The cores of an executor.
     *
     * @param command main class and arguments of the process; those of executors name their cores
     * @param local cores of the driver if that is also the executor; 0 on a cluster
     * @param machine cores of the machine
     */
    static int of(String command, int local, int machine) {
        if (local > 0) {
            return Math.min(local, machine);
        }
        Matcher given = ARGUMENT.matcher(command);
        return given.find() ? Math.max(1, Math.min(Integer.parseInt(given.group(1)), machine)) : machine;
    }

    /** The cores of the driver if the master is {@code local[N]} or the like; 0 if it is a cluster. */
    static int ofLocalMaster(String master) {
        Matcher local = LOCAL.matcher(master);
        if (!local.matches()) {
            return 0;
        }
        String cores = local.group(1);
        if (cores == null) {
            return 1;
        }
        return cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
    }
}
