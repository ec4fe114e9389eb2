package org.virnuc.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes unfinished files of writers that were killed. They are recognised by their names and are harmless, so failing
 * to remove one is not an error.
 */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    /** A writer that has not written for this long is assumed dead. */
    private static final Duration OLD = Duration.ofDays(1);

    private Leftovers() {}

    /** The name that the file would have received. Empty if it is not an unfinished file. */
    public static Optional<String> target(Path file) {
        return TemporaryName.of(file).map(TemporaryName::target);
    }

    /**
     * Removes unfinished files from a folder. The caller must hold the lock of their writers, if there is one.
     *
     * @param targets selects files by the names that they would have received
     */
    public static void remove(Path folder, Predicate<String> targets) {
        for (Path file : in(folder)) {
            if (target(file).filter(targets).isPresent()) {
                delete(file);
            }
        }
    }

    /**
     * Removes unfinished files from a folder that any process may write to: those that have not been written for a day
     * and whose writer is not running on this machine.
     */
    public static void removeOld(Path folder) {
        removeOld(folder, Instant.now());
    }

    static void removeOld(Path folder, Instant now) {
        for (Path file : in(folder)) {
            try {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (written.isBefore(now.minus(OLD)) && !mayBeWritten(file, written)) {
                    delete(file);
                }
            } catch (IOException e) {
                LOG.debug("the unfinished file {} stays: {}", file, Reason.of(e));
            }
        }
    }

    /**
     * Whether a process with the writer's id is running and started before the file was last written, as can happen on
     * a machine that was asleep.
     */
    private static boolean mayBeWritten(Path file, Instant written) {
        return TemporaryName.of(file)
                .flatMap(name -> ProcessHandle.of(name.pid()))
                .map(process ->
                        process.info().startInstant().map(written::isAfter).orElse(true))
                .orElse(false);
    }

    private static List<Path> in(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> unfinished =
                Files.newDirectoryStream(folder, file -> TemporaryName.of(file).isPresent())) {
            for (Path file : unfinished) {
                if (Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isRegularFile()) {
                    files.add(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("unfinished files in {} stay: {}", folder, Reason.of(e));
        }
        return files;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("the unfinished file {} stays: {}", file, Reason.of(e));
        }
    }
}
