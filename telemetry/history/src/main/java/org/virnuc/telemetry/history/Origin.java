package org.virnuc.telemetry.history;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that makes an attempt. If this process no longer exists, the attempt has crashed.
 *
 * @param directory absolute path of the run directory
 * @param host name of the machine
 * @param pid process id on that machine
 * @param processStartedAt start of the process, which distinguishes it from a later one with the same id;
 *     {@link Instant#EPOCH} if unknown
 */
public record Origin(String directory, String host, long pid, Instant processStartedAt) {
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Returns the origin of an attempt made by this process. */
    public static Origin here(Path directory) {
        ProcessHandle self = ProcessHandle.current();
        return new Origin(directory.toAbsolutePath().normalize().toString(), hostName(), self.pid(), start(self));
    }

    /** Returns the origin of an attempt of which only the directory is known. */
    public static Origin unknown(Path directory) {
        return new Origin(directory.toAbsolutePath().normalize().toString(), "", 0, Instant.EPOCH);
    }

    /** Returns whether the process certainly no longer exists. Always false for a process on another machine. */
    public boolean isGone() {
        if (!host.equals(hostName())) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return true;
        }
        Instant start = start(process.get());
        if (isZombie()) {
            return true;
        }
        return !start.equals(Instant.EPOCH)
                && !processStartedAt.equals(Instant.EPOCH)
                && start.toEpochMilli() != processStartedAt.toEpochMilli();
    }

    /**
     * Returns whether the process has ended, but its parent has not noticed. Killed processes stay like that in
     * containers whose first process reaps no others, and Java counts them as alive.
     */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException notLinux) {
            return false;
        }
    }

    static String hostName() {
        try {
            return Files.readString(LINUX_HOST_NAME).strip();
        } catch (IOException notLinux) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (IOException nameless) {
                return "localhost";
            }
        }
    }

    private static Instant start(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
