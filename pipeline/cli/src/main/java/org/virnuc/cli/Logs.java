package org.virnuc.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.files.FixedNames;

/**
 * Configures logging: messages for the user go to standard error, and all messages to {@code virnuc.log} in the run
 * directory. Logback finds it as a service, which is faster than a configuration file.
 */
public final class Logs extends ContextAwareBase implements Configurator {
    /** The log file's name in a run directory. */
    public static final String FILE_NAME = "virnuc.log";

    private static final String CONSOLE_PATTERN = "%msg%n%nopex";
    private static final String FILE_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{0} %msg%n";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        context.getLogger("org.virnuc").setLevel(Level.DEBUG);
        context.getLogger("ai.djl").setLevel(Level.WARN);
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        ThresholdFilter infoAndUp = new ThresholdFilter();
        infoAndUp.setLevel(Level.INFO.toString());
        infoAndUp.start();
        console.addFilter(infoAndUp);
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
            String reason = e instanceof FileSystemException files && files.getReason() != null
                    ? files.getReason()
                    : e.getClass().getSimpleName();
            throw new UsageException("cannot write to the log " + file + ": " + reason, e);
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
