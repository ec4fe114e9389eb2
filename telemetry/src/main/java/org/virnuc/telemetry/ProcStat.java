package org.virnuc.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU time out of Linux's {@code /proc/self/stat}, the only place that tells user from system time without native code: the JVM's own
 * management bean knows their sum only. Elsewhere the time is unknown. Resolution is a clock tick, 10 ms.
 */
final class ProcStat implements CpuTime.Meter {
    /** Linux reports in USER_HZ, 100 on every architecture that has a JDK 17. */
    private static final double TICKS_PER_SECOND = 100;

    /** Positions in proc(5), counted from the first field after the command's closing bracket. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private final Path stat;

    ProcStat(Path stat) {
        this.stat = stat;
    }

    static ProcStat ofThisProcess() {
        return new ProcStat(Path.of("/proc/self/stat"));
    }

    @Override
    public CpuTime read() {
        try {
            String text = Files.readString(stat);
            // The command may itself hold blanks and brackets.
            List<String> fields =
                    List.of(text.substring(text.lastIndexOf(')') + 1).trim().split(" ", -1));
            if (fields.size() <= SYSTEM) {
                return CpuTime.UNKNOWN;
            }
            return new CpuTime(seconds(fields.get(USER)), seconds(fields.get(SYSTEM)));
        } catch (IOException | NumberFormatException notToBeHad) {
            return CpuTime.UNKNOWN;
        }
    }

    private static double seconds(String ticks) {
        return Long.parseLong(ticks) / TICKS_PER_SECOND;
    }
}
