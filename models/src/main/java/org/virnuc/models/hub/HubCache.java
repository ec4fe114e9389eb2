package org.virnuc.models.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;

/**
 * The Hugging Face cache on disk, in the layout shared by all Hugging Face tools: file contents by hash in
 * {@code blobs}, a folder of links for each commit in {@code snapshots}, names of commits in {@code refs}.
 *
 * @see <a href="https://huggingface.co/docs/hub/local-cache">the layout</a>
 */
public final class HubCache {
    static final String MAIN = "main";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final Path root;

    /** The cache in this folder, which need not exist. */
    public HubCache(Path root) {
        this.root = root;
    }

    /**
     * One commit of a model, as far as it has been downloaded.
     *
     * @param revision the commit
     * @param folder contains the files, as links
     */
    public record Snapshot(HubId id, String revision, Path folder) {}

    /** Whether a revision is a commit hash and not the name of a branch or tag. */
    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** The snapshot of a revision. If no revision is given: that of the branch main, or the latest that exists. */
    public Optional<Snapshot> find(HubId id, Optional<String> revision) {
        Path repository = repository(id);
        String name = revision.orElse(MAIN);
        Optional<String> commit = isCommit(name) ? Optional.of(name) : readRef(repository, name);
        Optional<Snapshot> found = commit.map(c -> new Snapshot(id, c, snapshot(id, c)))
                .filter(snapshot -> Files.isDirectory(snapshot.folder()));
        return found.isPresent() || revision.isPresent() ? found : latest(id);
    }

    /** All snapshots, ordered by id. */
    public List<Snapshot> snapshots() {
        List<Snapshot> all = new ArrayList<>();
        for (Path repository : list(root, Files::isDirectory)) {
            HubId.ofFolder(repository.getFileName().toString()).ifPresent(id -> all.addAll(snapshots(id)));
        }
        all.sort(Comparator.comparing(snapshot -> snapshot.id().toString()));
        return all;
    }

    /**
     * The expected hash of a snapshot's file, which is the name of the link's target; empty if the file is not a link
     * into {@code blobs}.
     */
    public static Optional<Checksum> checksum(Path link) throws IOException {
        Path real = link.toRealPath();
        Path folder = real.getParent();
        return folder != null && folder.endsWith("blobs")
                ? Checksum.parse(real.getFileName().toString())
                : Optional.empty();
    }

    Path root() {
        return root;
    }

    Path lockFile(HubId id) {
        return root.resolve(".locks").resolve(id.folder()).resolve("virnuc.lock");
    }

    Path blob(HubId id, Checksum checksum) {
        return repository(id).resolve("blobs").resolve(checksum.hex());
    }

    Path snapshot(HubId id, String commit) {
        return repository(id).resolve("snapshots").resolve(commit);
    }

    /** Adds a file to a snapshot: a link to its content, or the content itself if links cannot be made. */
    void link(HubId id, String commit, HubFile file) throws IOException {
        Path folder = snapshot(id, commit);
        Path link = folder.resolve(file.path());
        Path blob = blob(id, file.checksum());
        if (Files.exists(link) && Files.isSameFile(link, blob)) {
            return;
        }
        Files.createDirectories(folder);
        Files.deleteIfExists(link);
        try {
            Files.createSymbolicLink(link, folder.relativize(blob));
        } catch (FileAlreadyExistsException another) {
            return; // another program made the same link
        } catch (UnsupportedOperationException | IOException noLinks) {
            AtomicFile.copy(blob, link);
        }
    }

    /** Stores which commit a branch or tag stands for. */
    void writeRef(HubId id, String revision, String commit) throws IOException {
        if (isCommit(revision)) {
            return;
        }
        Path ref = repository(id).resolve("refs").resolve(revision);
        AtomicFile.writeShared(ref, commit.getBytes(StandardCharsets.US_ASCII));
    }

    private Path repository(HubId id) {
        return root.resolve(id.folder());
    }

    private List<Snapshot> snapshots(HubId id) {
        return list(repository(id).resolve("snapshots"), Files::isDirectory).stream()
                .map(folder -> new Snapshot(id, folder.getFileName().toString(), folder))
                .toList();
    }

    private Optional<Snapshot> latest(HubId id) {
        return snapshots(id).stream().max(Comparator.comparing(snapshot -> changed(snapshot.folder())));
    }

    private static Optional<String> readRef(Path repository, String name) {
        Path refs = repository.resolve("refs");
        Path ref = refs.resolve(name).normalize();
        try {
            return ref.startsWith(refs) && Files.isRegularFile(ref)
                    ? Optional.of(Files.readString(ref, StandardCharsets.ISO_8859_1)
                                    .strip())
                            .filter(HubCache::isCommit)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + ref + ": " + Reason.of(e), e);
        }
    }

    private static long changed(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toMillis();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + Reason.of(e), e);
        }
    }
}
