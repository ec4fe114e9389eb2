package org.virnuc.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.redact.Redactor;

/**
 * A log line, with its stack trace, in the words of the command line and without what is sensitive. There is one log in a process, and
 * so one redactor.
 */
final class RedactedLayout extends PatternLayout {
    private static volatile Redactor redactor = Redactor.off().naming(OptionNames::in);

    /** From now on every log of the process goes through {@code next}. */
    static void use(Redactor next) {
        redactor = next;
    }

    /** What every log of the process goes through. */
    static Redactor redactor() {
        return redactor;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return redactor.text(super.doLayout(event), error(event), paths(event));
    }

    private static @Nullable Throwable error(ILoggingEvent event) {
        return event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    }

    private static List<String> paths(ILoggingEvent event) {
        List<String> paths = new ArrayList<>();
        Object[] arguments = event.getArgumentArray();
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof Path || argument instanceof File) {
                paths.add(argument.toString());
            }
        }
        return paths;
    }
}
