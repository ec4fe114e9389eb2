package org.virnuc.telemetry.history;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that writes to a history. */
final class HistoryProcess {
    private HistoryProcess() {}

    /** Starts one that records {@code runs} attempts, named after itself; or that begins one and ends without a word. */
    static Process start(Path file, String name, String what) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(HistoryProcess.class.getName(), file.toString(), name, what));
        File log = file.resolveSibling(name + ".log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        String name = arguments[1];
        if (arguments[2].equals("crash")) {
            try (RunHistory history = RunHistory.open(file)) {
                history.record(
                        SampleAttempts.begun(name, SampleAttempts.START, Origin.here(file.resolveSibling(name))));
            }
            Runtime.getRuntime().halt(9);
        }
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            String runId = name + "-" + i;
            Instant start = SampleAttempts.START.plusSeconds(i);
            try (RunHistory history = RunHistory.open(file)) {
                history.record(SampleAttempts.begun(runId, start, SampleAttempts.origin(name)));
                history.tidy();
            }
            try (RunHistory history = RunHistory.open(file)) {
                history.record(SampleAttempts.done(runId, start, name));
            }
        }
    }
}
