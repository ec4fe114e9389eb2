package org.virnuc.telemetry.history;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Who makes an attempt, and where; by this a crashed one is recognised.
 *
 * @param directory of the run, absolute
 * @param host the machine's name
 * @param pid the process there
 * @param processStartedAt tells the process from a later one of the same number; {@link Instant#EPOCH} where unknown
 */
public record Origin(String directory, String host, long pid, Instant processStartedAt) {
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** This process. */
    public static Origin here(Path directory) {
        ProcessHandle self = ProcessHandle.current();
        return new Origin(directory.toAbsolutePath().normalize().toString(), hostName(), self.pid(), start(self));
    }

    /** Whether the process is gone for certain; one on another machine never is. */
    boolean isGone() {
        if (!host.equals(hostName())) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return true;
        }
        Instant start = start(process.get());
        return !start.equals(Instant.EPOCH)
                && !processStartedAt.equals(Instant.EPOCH)
                && start.toEpochMilli() != processStartedAt.toEpochMilli();
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
