package org.virnuc.engine.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.resume.Fingerprint;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.FixedNames;
import org.virnuc.files.Leftovers;
import org.virnuc.files.Reason;

/**
 * The directory of a run, locked by one process at a time. Results are at the top, and the stages' folders, named by
 * fingerprint, are in {@code work}.
 */
public final class RunDirectory implements AutoCloseable {
    /** The folder in a run directory that holds the stages' work. */
    public static final String WORK = "work";

    private static final String LOCK = ".lock";
    private static final Pattern OWN_ENTRY = Pattern.compile("00-input|spent\\.json|[0-9]{2}-[a-z0-9-]+-[0-9a-f]{12}");

    private final Path root;
    private final RunLayout layout;
    private final FileChannel lockChannel;

    private RunDirectory(Path root, RunLayout layout, FileChannel lockChannel) {
        this.root = root;
        this.layout = layout;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates the directory if it is missing and locks it for this process.
     *
     * @param layout files that the run writes at the top
     * @throws UsageException if the directory is not writable, is locked by another process, or contains files with
     *     these names that no run wrote
     */
    public static RunDirectory open(Path root, RunLayout layout) {
        refuseStrangers(root, layout);
        try {
            Files.createDirectories(root.resolve(WORK));
            FileChannel channel = FixedNames.lock(root.resolve(LOCK));
            if (!locked(channel)) {
                channel.close();
                throw new UsageException(root + " is in use by another virnuc run; wait for it to end, or give another"
                        + " directory with `output`");
            }
            RunDirectory opened = new RunDirectory(root, layout, channel);
            try {
                opened.removeLeftovers();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return opened;
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write to the output directory " + root + " (" + describe(e)
                            + "); give a directory you can write to with `output`",
                    e);
        }
    }

    private static void refuseStrangers(Path root, RunLayout layout) {
        if (Files.exists(root.resolve(LOCK)) || layout.recognizes().test(root)) {
            return;
        }
        for (String name : Stream.concat(Stream.of(WORK), layout.names()).toList()) {
            if (Files.exists(root.resolve(name))) {
                throw new UsageException(
                        root.resolve(name) + " is there and was not made by virnuc; give another directory"
                                + " with `output`, so that nothing is overwritten");
            }
        }
    }

    /** The directory itself. */
    public Path root() {
        return root;
    }

    /** The path of a result file at the top. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /** The folder that holds the stages' folders. */
    public Path work() {
        return root.resolve(WORK);
    }

    Path stageFolder(Fingerprint fingerprint) {
        return work().resolve(fingerprint.folderName());
    }

    /** The newest manifest of a stage, regardless of its fingerprint. */
    public Optional<Manifest> latestManifest(StageId stage) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(work())) {
            folders = all.filter(f -> f.getFileName().toString().startsWith(Fingerprint.folderPrefix(stage)))
                    .filter(f -> Files.isRegularFile(f.resolve(Manifest.FILE_NAME)))
                    .sorted(Comparator.comparing(RunDirectory::manifestTime).reversed())
                    .toList();
        }
        return folders.isEmpty() ? Optional.empty() : Manifest.read(folders.get(0));
    }

    /**
     * Copies files of stages to the top under the given names. All copies are complete before the first gets its name.
     * Result files of an earlier run that are not among them are removed.
     */
    public void publish(Map<String, Path> sources) throws IOException {
        List<AtomicFile> copies = new ArrayList<>();
        try {
            for (Map.Entry<String, Path> source : sources.entrySet()) {
                Path target = file(source.getKey());
                boolean same = Files.isRegularFile(target) && Files.mismatch(source.getValue(), target) < 0;
                if (!same) {
                    AtomicFile copy = AtomicFile.create(target);
                    copies.add(copy);
                    Files.copy(source.getValue(), copy);
                }
            }
            AtomicFile.commitAll(copies);
            for (String name : layout.results()) {
                if (!sources.containsKey(name)) {
                    Files.deleteIfExists(file(name));
                }
            }
        } finally {
            for (AtomicFile copy : copies) {
                copy.close();
            }
        }
    }

    /**
     * Removes the published files, so that the files at the top always belong to the run that {@code run.json}
     * describes and never to an earlier one with other inputs or settings.
     */
    void retract() throws IOException {
        for (String name : layout.results()) {
            Files.deleteIfExists(file(name));
        }
        for (String name : layout.reports()) {
            Files.deleteIfExists(file(name));
        }
    }

    /** Removes the unfinished files of runs that were killed: this process holds the directory, so nobody is writing them. */
    private void removeLeftovers() throws IOException {
        Leftovers.remove(root, name -> layout.names().anyMatch(name::equals));
        Leftovers.remove(work(), name -> OWN_ENTRY.matcher(name).matches());
        for (Path entry : ownWork()) {
            if (Files.isDirectory(entry)) {
                Leftovers.remove(entry, name -> true);
            }
        }
    }

    private List<Path> ownWork() throws IOException {
        try (Stream<Path> entries = Files.list(work())) {
            return entries.filter(entry ->
                            OWN_ENTRY.matcher(entry.getFileName().toString()).matches())
                    .toList();
        }
    }

    /** Removes what runs have left in {@code work}. */
    public void clearWork() throws IOException {
        for (Path folder : ownWork()) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Removes {@code work} itself if it is empty. */
    public void removeEmptyWork() throws IOException {
        boolean empty;
        try (Stream<Path> left = Files.list(work())) {
            empty = left.findAny().isEmpty();
        }
        if (empty && !Files.isSymbolicLink(work())) {
            Files.delete(work());
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
        return Reason.of(e);
    }
}
