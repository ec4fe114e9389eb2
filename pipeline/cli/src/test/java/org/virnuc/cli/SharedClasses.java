package org.virnuc.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes that a small run loads, as the archive that the launcher makes, too: with it every start of the program takes
 * a sixth less of the processor. Made once for all tests that start the program.
 */
final class SharedClasses {
    private static final long LONGEST_SECONDS = 120;

    private SharedClasses() {}

    /** The option of Java that maps the archive; other options must be {@code flags} for it to be of use. */
    static String option(Path java, List<String> flags, Path jar) throws IOException {
        Path folder =
                Files.createDirectories(Path.of("target", "shared-classes").toAbsolutePath());
        Path archive = folder.resolve("program.jsa");
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && (!Files.exists(archive) || isNewer(jar, archive))) {
                make(archive, java, flags, jar);
            }
        }
        return "-XX:SharedArchiveFile=" + archive;
    }

    private static boolean isNewer(Path file, Path than) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    }

    private static void make(Path archive, Path java, List<String> flags, Path jar) throws IOException {
        Files.deleteIfExists(archive);
        Path folder = Files.createTempDirectory(archive.resolveSibling(""), "trial");
        Path input = Files.writeString(
                folder.resolve("in.fa"), ">a\nATGAAACGTATTGGTCGCATTACCGGTGAACTGCTGGAAGCGATTCGTAAAGGC\n");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(flags);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-jar", jar.toString()));
        command.addAll(
                List.of("predict", input.toString(), "-o", folder.resolve("out").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment()
                .put(
                        "VIRNUC_CACHE",
                        Path.of("target", "virnuc-cache").toAbsolutePath().toString());
        builder.environment().put("VIRNUC_HISTORY", folder.resolve("history.db").toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || !Files.exists(archive)) {
                throw new IOException("no archive of classes was made; see " + folder.resolve("log"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
