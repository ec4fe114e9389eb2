package org.virnuc.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.files.FixedNames;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.progress.ProgressDisplay;

/**
 * Configures logging: messages for the user go to standard error, and all messages to {@code virnuc.log} in the run
 * directory. Logback finds it as a service, which is faster than a configuration file.
 */
public final class Logs extends ContextAwareBase implements Configurator {
    /** The log file's name in a run directory. */
    public static final String FILE_NAME = "virnuc.log";

    private static final String CONSOLE_PATTERN = "%msg%n%nopex";
    private static final String TABLE = "org.virnuc.cli.Table";

    /** Loggers of pages that the program has made, which have several lines. */
    static final Set<String> OWN_PAGES = Set.of(Logs.class.getName(), TABLE);

    private static final String FILE_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{0} %msg%n";

    private static volatile Shown shown = Shown.MESSAGES;
    private static volatile @Nullable ProgressDisplay display;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        context.getLogger("org.virnuc").setLevel(Level.DEBUG);
        context.getLogger("ai.djl").setLevel(Level.WARN);
        OutputStreamAppender<ILoggingEvent> console = new OutputStreamAppender<>();
        console.setOutputStream(new Console());
        ShownOnly shownOnly = new ShownOnly();
        shownOnly.start();
        console.addFilter(shownOnly);
        start(console, CONSOLE_PATTERN, context);
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Also logs to this run directory from now on, instead of any earlier one, appending to an existing log. */
    static void openFile(Path runDirectory) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        closeFile();
        OutputStreamAppender<ILoggingEvent> file = new OutputStreamAppender<>();
        file.setName(FILE_NAME);
        file.setOutputStream(appending(runDirectory.resolve(FILE_NAME)));
        start(file, FILE_PATTERN, context);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(file);
    }

    private static OutputStream appending(Path file) {
        try {
            return Channels.newOutputStream(FixedNames.append(file));
        } catch (IOException e) {
            throw new UsageException("cannot write to the log " + file + ": " + Reason.of(e), e);
        }
    }

    /** Stops logging to a run directory. */
    static void closeFile() {
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> file = root.getAppender(FILE_NAME);
        if (file != null) {
            root.detachAppender(file);
            file.stop();
        }
    }

    /** Logs the summary of a run. */
    static void summary(String text) {
        LoggerFactory.getLogger(Logs.class).info("{}", text);
    }

    /** Logs the table of a run's stages, which standard error has only if it was asked for. */
    static void table(String text) {
        LoggerFactory.getLogger(TABLE).info("{}", text);
    }

    /** Sets what standard error shows from now on. */
    static void show(Shown next) {
        shown = next;
    }

    /** From now on has messages on standard error written beside the bar of a progress display. */
    static void beside(ProgressDisplay next) {
        display = next;
    }

    /** What standard error shows. */
    enum Shown {
        /** Warnings and errors. */
        PROBLEMS,
        /** Also messages. */
        MESSAGES,
        /** Also the tables of runs. */
        TABLES
    }

    private static final class ShownOnly extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            Level least = shown == Shown.PROBLEMS ? Level.WARN : Level.INFO;
            boolean hidden = !event.getLevel().isGreaterOrEqual(least)
                    || (shown != Shown.TABLES && event.getLoggerName().equals(TABLE));
            return hidden ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }

    /** Standard error, with the progress display out of the way. */
    private static final class Console extends OutputStream {
        @Override
        public void write(int letter) {
            write(new byte[] {(byte) letter}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            ProgressDisplay beside = display;
            if (beside == null) {
                System.err.write(bytes, offset, length);
            } else {
                beside.aside(() -> System.err.write(bytes, offset, length));
            }
        }

        @Override
        public void flush() {
            System.err.flush();
        }
    }

    private static void start(OutputStreamAppender<ILoggingEvent> appender, String pattern, LoggerContext context) {
        PatternLayout layout = new RedactedLayout();
        layout.setContext(context);
        layout.setPattern(pattern);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
    }
}
