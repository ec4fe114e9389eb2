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
 * Formats log lines and stack traces with the names of options and without sensitive values. A process has one log and
 * therefore one redactor.
 */
final class RedactedLayout extends PatternLayout {
    private static volatile Redactor redactor = Redactor.off().naming(OptionNames::in);

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
