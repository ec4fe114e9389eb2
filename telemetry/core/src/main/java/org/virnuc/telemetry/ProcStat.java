package org.virnuc.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads CPU times from Linux's {@code /proc/self/stat}, see proc(5). It is the only source that separates user from
 * system time without native code; the JVM's management bean knows only their sum. On other systems the times are
 * unknown. The resolution is one clock tick, 10 ms.
 */
final class ProcStat {
    /** Clock ticks per second. Linux reports in USER_HZ, which is 100 on every architecture that has a JDK 17. */
    private static final double TICKS_PER_SECOND = 100;

    /** Index of a field in proc(5), counted from the first field after the closing bracket of the command. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private final Path stat;

    ProcStat(Path stat) {
        this.stat = stat;
    }

    static ProcStat ofThisProcess() {
        return new ProcStat(Path.of("/proc/self/stat"));
    }

    /**
     * CPU times since the process started.
     *
     * @param own times of the process itself
     * @param children times of its terminated children and their descendants
     */
    record Times(CpuTime own, CpuTime children) {
        static final Times UNKNOWN = new Times(CpuTime.UNKNOWN, CpuTime.UNKNOWN);
    }

    /** Reads the current values. */
    Times read() {
        try {
            String text = Files.readString(stat);
            // The command itself may contain blanks and brackets.
            List<String> fields =
                    List.of(text.substring(text.lastIndexOf(')') + 1).trim().split(" ", -1));
            return new Times(read(fields, USER, SYSTEM), read(fields, CHILDREN_USER, CHILDREN_SYSTEM));
        } catch (IOException notToBeHad) {
            return Times.UNKNOWN;
        }
    }

    private static CpuTime read(List<String> fields, int user, int system) {
        try {
            return fields.size() <= system
                    ? CpuTime.UNKNOWN
                    : new CpuTime(seconds(fields.get(user)), seconds(fields.get(system)));
        } catch (NumberFormatException notToBeHad) {
            return CpuTime.UNKNOWN;
        }
    }

    private static double seconds(String ticks) {
        return Long.parseLong(ticks) / TICKS_PER_SECOND;
    }
}
