package org.virnuc.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.virnuc.models.engine.NativeRuntime;

/**
 * The packaged program in a process that runs one command line after another, because most of the time of a small run is
 * the start of Java and libtorch. Command lines come from the shell script {@code virnuc} of {@link DocsFolder}, each as a
 * folder with the file {@code args}; the answer is {@code out}, {@code err} and the exit code on the named pipe {@code done}.
 */
final class DocsSession {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private DocsSession() {}

    /** Reads names of folders from the named pipe that is the only argument, until a line is {@code end}. */
    public static void main(String[] arguments) throws IOException {
        NativeRuntime.configure(CacheFolder.path());
        List<Appender<ILoggingEvent>> console = DocsSession.appenders();
        String line = "";
        while (!line.equals("end")) {
            // Every writer opens the pipe, writes one line and closes it.
            try (BufferedReader requests = new BufferedReader(
                    new InputStreamReader(new FileInputStream(arguments[0]), StandardCharsets.UTF_8))) {
                for (line = requests.readLine(); line != null && !line.equals("end"); line = requests.readLine()) {
                    answer(Path.of(line), console);
                }
                line = line == null ? "" : line;
            }
        }
    }

    private static void answer(Path request, List<Appender<ILoggingEvent>> console) throws IOException {
        String joined = Files.readString(request.resolve("args"));
        String[] arguments = joined.isEmpty()
                ? new String[0]
                : joined.substring(0, joined.length() - 1).split("\0", -1);
        int code;
        PrintStream before = System.err;
        try (PrintStream err = new PrintStream(request.resolve("err").toFile(), StandardCharsets.UTF_8);
                StandardOutput out = StandardOutput.to(
                        new FileOutputStream(request.resolve("out").toFile()))) {
            System.setErr(err);
            Logs.show(Logs.Shown.MESSAGES);
            code = Main.run(arguments, out, new PrintWriter(err, true, StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
            appenders().stream().filter(file -> !console.contains(file)).forEach(file -> {
                ROOT.detachAppender(file);
                file.stop();
            });
        }
        Files.writeString(request.resolve("done"), code + "\n");
    }

    private static List<Appender<ILoggingEvent>> appenders() {
        List<Appender<ILoggingEvent>> appenders = new java.util.ArrayList<>();
        ROOT.iteratorForAppenders().forEachRemaining(appenders::add);
        return appenders;
    }
}
