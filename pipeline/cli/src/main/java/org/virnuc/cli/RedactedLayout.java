package org.virnuc.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.MessageFormatter;
import org.virnuc.files.VisibleText;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Formats log lines and stack traces with the names of options, without sensitive values and without characters that a
 * terminal obeys. A process has one log and therefore one redactor.
 */
final class RedactedLayout extends PatternLayout {
    private static final int MOST_CAUSES = 50;
    private static volatile Redactor redactor = Redactor.off().naming(OptionNames::in);

    RedactedLayout() {
        getInstanceConverterMap().put("msg", Message::new);
    }

    /** Applies another redactor to every log of the process from now on. */
    static void use(Redactor next) {
        redactor = next;
    }

    /** The redactor of every log of the process. */
    static Redactor redactor() {
        return redactor;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String line = super.doLayout(event);
        Throwable error = error(event);
        return VisibleText.lines(redactor.text(oneLine(line, error), error, paths(event)));
    }

    /** Text that an error quotes must not look like further lines of the log. */
    private static String oneLine(String text, @Nullable Throwable error) {
        String result = text;
        @Nullable Throwable cause = error;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            String message = cause.getMessage();
            if (message != null && message.indexOf('\n') >= 0) {
                result = result.replace(message, VisibleText.whole(message));
            }
            cause = cause.getCause();
        }
        return result;
    }

    /** The message of an event. What is put into it is one line; only the program's own pages have several. */
    private static final class Message extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            Object[] arguments = event.getArgumentArray();
            if (arguments == null || Logs.OWN_PAGES.contains(event.getLoggerName())) {
                return event.getFormattedMessage();
            }
            Object[] visible = Arrays.stream(arguments)
                    .map(argument -> argument instanceof Number || argument == null
                            ? argument
                            : VisibleText.whole(String.valueOf(argument)))
                    .toArray();
            return MessageFormatter.arrayFormat(event.getMessage(), visible).getMessage();
        }
    }

    private static @Nullable Throwable error(ILoggingEvent event) {
        return event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    }

    private static List<String> paths(ILoggingEvent event) {
        List<String> paths = new ArrayList<>();
        Object[] arguments = event.getArgumentArray();
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof Path || argument instanceof File) {
                paths.add(VisibleText.whole(argument.toString()));
            }
        }
        return paths;
    }
}
