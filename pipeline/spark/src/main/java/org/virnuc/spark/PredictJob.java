package org.virnuc.spark;

import org.virnuc.cli.Main;

/**
 * The job that {@code spark-submit} starts: {@code virnuc predict} with its options, its files and its exit codes, and its
 * shards computed by executors.
 */
public final class PredictJob {
    private PredictJob() {}

    /**
     * Runs the job. It ends the process only if it fails, because some cluster managers take that for a failure.
     *
     * @param arguments those of {@code virnuc predict}
     */
    public static void main(String[] arguments) {
        int code = Main.predict(arguments, new SparkEngine());
        if (code != 0) {
            System.exit(code);
        }
    }
}
