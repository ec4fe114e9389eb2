package org.virnuc.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.virnuc.pipeline.shards.ShardEngine;

/**
 * The result of a command line that was run in this process.
 *
 * @param code the exit code
 * @param out lines on standard output
 * @param err lines on standard error, without those of the log
 */
record CommandRun(int code, List<String> out, List<String> err) {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    static CommandRun of(String... arguments) {
        return of(Optional.empty(), arguments);
    }

    /** Runs a command line whose shards an engine computes. */
    static CommandRun with(ShardEngine engine, String... arguments) {
        return of(Optional.of(engine), arguments);
    }

    private static CommandRun of(Optional<ShardEngine> engine, String... arguments) {
        if (System.getenv("VIRNUC_HISTORY") == null) {
            throw new IllegalStateException(
                    "set VIRNUC_HISTORY, as the build does: tests must not write to the history of whoever runs them");
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<Appender<ILoggingEvent>> console = appenders();
        console.forEach(ROOT::detachAppender);
        try {
            int code = Main.run(arguments, engine, new PrintWriter(out, true), new PrintWriter(err, true));
            return new CommandRun(
                    code,
                    out.toString().lines().toList(),
                    err.toString().lines().toList());
        } finally {
            // A program ends after one command; a test goes on, and must not write to the log files of earlier ones.
            appenders().forEach(file -> {
                ROOT.detachAppender(file);
                file.stop();
            });
            console.forEach(ROOT::addAppender);
        }
    }

    private static List<Appender<ILoggingEvent>> appenders() {
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        ROOT.iteratorForAppenders().forEachRemaining(appenders::add);
        return appenders;
    }
}
