package org.virnuc.pipeline;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Verdicts;

/**
 * The directory of a run, held by one process at a time. Final files stand at the top; the stages' folders, named by
 * fingerprint, in {@code work}.
 */
public final class RunDirectory implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String WORK = "work";

    private final Path root;
    private final FileChannel lockChannel;

    private RunDirectory(Path root, FileChannel lockChannel) {
        this.root = root;
        this.lockChannel = lockChannel;
    }

    /**
     * Makes the directory where it is missing and takes it for this process.
     *
     * @throws UsageException where it cannot be written, or another process holds it
     */
    public static RunDirectory open(Path root) {
        try {
            Files.createDirectories(root.resolve(WORK));
            FileChannel channel =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new UsageException(root + " is in use by another virnuc run; wait for it to end, or give another"
                        + " directory with -o");
            }
            return new RunDirectory(root, channel);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write to the output directory " + root + " (" + describe(e)
                            + "); give a directory you can write to with -o",
                    e);
        }
    }

    /** The directory itself. */
    public Path root() {
        return root;
    }

    /** A final file at the top. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /** Where the stages' folders are. */
    public Path work() {
        return root.resolve(WORK);
    }

    Path stageFolder(Fingerprint fingerprint) {
        return work().resolve(fingerprint.folderName());
    }

    /** The newest manifest of a stage, whatever its fingerprint. */
    Optional<Manifest> latestManifest(StageId stage) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(work())) {
            folders = all.filter(f -> f.getFileName().toString().startsWith(Fingerprint.folderPrefix(stage)))
                    .filter(f -> Files.isRegularFile(f.resolve(Manifest.FILE_NAME)))
                    .sorted(Comparator.comparing(RunDirectory::manifestTime).reversed())
                    .toList();
        }
        return folders.isEmpty() ? Optional.empty() : Manifest.read(folders.get(0));
    }

    /** Puts a copy of a stage's file at the top, unless the same content is there. */
    public void publish(Path source, String name) throws IOException {
        Path target = file(name);
        boolean same = Files.isRegularFile(target)
                && Files.size(target) == Files.size(source)
                && Files.mismatch(source, target) < 0;
        if (!same) {
            AtomicFile.copy(source, target);
        }
    }

    /**
     * Removes the published files: what stands at the top belongs to the run that {@code run.json} describes, never to an
     * earlier one with other inputs or settings.
     */
    void retract() throws IOException {
        for (String name : List.of(FrameScores.FILE_NAME, Verdicts.CHUNKS_FILE, Verdicts.RECORDS_FILE)) {
            Files.deleteIfExists(file(name));
        }
    }

    /** Removes everything that runs have left in {@code work}. */
    public void clearWork() throws IOException {
        try (Stream<Path> files = Files.walk(work())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(work())) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static FileTime manifestTime(Path folder) {
        try {
            return Files.getLastModifiedTime(folder.resolve(Manifest.FILE_NAME));
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    private static String describe(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
}
