package org.virnuc.models.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.virnuc.files.Reason;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ShardedCheckpoint;

/**
 * Downloads models from the Hugging Face hub into the hub's cache, where all programs of the user find them without the
 * network. The links of a snapshot are made only when all of its files are complete.
 */
public final class HubPull {
    /** The files that encoders read besides the weights. */
    private static final List<String> SETTINGS = List.of("config.json", "tokenizer.json", "vocab.txt");

    /** The supported weight files, best first; an index names further files. */
    private static final List<String> WEIGHTS = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    private final HubEnvironment environment;
    private final HubCache cache;
    private final PullListener listener;
    private final HubListing listing;
    private final Download download;
    private final Disk disk;

    /** Downloads from the hub of this environment, into its cache. */
    public HubPull(HubEnvironment environment, PullListener listener) {
        this(environment, listener, Limits.DEFAULT, Retry::sleep, Disk.LOCAL);
    }

    HubPull(HubEnvironment environment, PullListener listener, Limits limits, Retry.Pause pause, Disk disk) {
        this.environment = environment;
        this.cache = new HubCache(environment.cache());
        this.listener = listener;
        this.disk = disk;
        Http http = new Http(environment, limits);
        Retry retry = new Retry(pause, listener);
        this.listing = new HubListing(http, retry, environment.endpoint());
        this.download = new Download(http, retry, listener, disk);
    }

    /**
     * Downloads the missing files of a model.
     *
     * @param revision a branch, tag or commit
     * @return the snapshot of the commit that the revision stands for
     * @throws ModelException if the hub does not have the model, or sends something other than what it announced
     */
    public HubCache.Snapshot model(HubId id, String revision) throws InterruptedException {
        refuseOffline(environment, id.toString());
        if (!HubFile.isPath(revision)) {
            throw new ModelException("\"" + revision + "\" is not a revision of " + id
                    + "; expected a branch, a tag or a commit, of letters, digits and . _ - /");
        }
        try {
            return DownloadLock.run(cache.lockFile(id), listener, () -> fetchModel(id, revision));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the hub's cache " + cache.root() + ": " + Reason.of(e), e);
        }
    }

    private HubCache.Snapshot fetchModel(HubId id, String revision) throws IOException, InterruptedException {
        String commit = listing.commit(id, revision);
        List<HubFile> files = choose(id, commit, listing.files(id, commit));
        checkSpace(id, files);
        for (HubFile file : files) {
            fetch(id, commit, file);
        }
        for (HubFile file : files) {
            cache.link(id, commit, file);
        }
        cache.writeRef(id, revision, commit);
        return new HubCache.Snapshot(id, commit, cache.snapshot(id, commit));
    }

    /**
     * Downloads a single file.
     *
     * @param checksum the expected hash; empty to accept whatever the server sends
     * @throws ModelException if it cannot be downloaded
     */
    public void file(URI uri, Path target, Optional<Checksum> checksum) throws InterruptedException {
        refuseOffline(environment, Http.shown(uri));
        String name = target.getFileName().toString();
        if (!HubFile.isPath(name)) {
            throw new ModelException(Http.shown(uri) + " ends in \"" + name
                    + "\", which cannot be a file name; expected only letters, digits and . _ -");
        }
        Path lockFile = target.resolveSibling(name + ".lock");
        try {
            DownloadLock.run(lockFile, listener, () -> fetchFile(uri, target, checksum));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + Reason.of(e), e);
        }
    }

    private Path fetchFile(URI uri, Path target, Optional<Checksum> checksum) throws IOException, InterruptedException {
        String label = target.getFileName().toString();
        if (checksum.isPresent()
                && Files.exists(target)
                && checksum.get().of(target).equals(checksum.get().hex())) {
            listener.note(label + ": is here already");
        } else {
            download.run(new Download.Wanted(uri, label, 0, checksum), target);
        }
        return target;
    }

    private static void refuseOffline(HubEnvironment environment, String what) {
        if (environment.offline()) {
            throw new ModelException("HF_HUB_OFFLINE is set, so " + what + " is not fetched; unset it to pull");
        }
    }

    private List<HubFile> choose(HubId id, String commit, Map<String, HubFile> there)
            throws IOException, InterruptedException {
        List<HubFile> chosen = new ArrayList<>();
        if (!there.containsKey("config.json")) {
            throw new ModelException(id + " has no config.json, so it is not a model that VirNuc can read");
        }
        for (String name : SETTINGS) {
            HubFile file = there.get(name);
            if (file != null) {
                chosen.add(file);
            }
        }
        String weights = WEIGHTS.stream()
                .filter(there::containsKey)
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        id + " has no weights that VirNuc can read; expected one of " + String.join(", ", WEIGHTS)));
        for (String name : weightFiles(id, commit, weights, there)) {
            HubFile file = there.get(name);
            if (file == null) {
                throw new ModelException(id + " lacks " + name + ", which its " + weights + " names; tell its owner");
            }
            chosen.add(listing.resolved(id, commit, file));
        }
        chosen.forEach(file -> refuseEmpty(id, file));
        return chosen;
    }

    private List<String> weightFiles(HubId id, String commit, String weights, Map<String, HubFile> there)
            throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of(weights));
        HubFile index = there.get(weights);
        if (weights.endsWith(".index.json") && index != null) {
            HubFile resolved = listing.resolved(id, commit, index);
            fetch(id, commit, resolved);
            names.addAll(new TreeSet<>(ShardedCheckpoint.shards(cache.blob(id, resolved.checksum()))
                    .values()));
        }
        return names;
    }

    /** Refuses empty files: no file of a model is empty, and a download without a size could not be limited. */
    private static void refuseEmpty(HubId id, HubFile file) {
        if (file.size() == 0) {
            throw new ModelException(
                    id + " has " + file.path() + " of 0 bytes; expected the file of a model, tell its owner");
        }
    }

    private void fetch(HubId id, String commit, HubFile file) throws IOException, InterruptedException {
        refuseEmpty(id, file);
        Path blob = cache.blob(id, file.checksum());
        if (Files.isRegularFile(blob) && Files.size(blob) == file.size()) {
            if (file.checksum().of(blob).equals(file.checksum().hex())) {
                return;
            }
            listener.note(file.path() + ": the copy in the cache is damaged; downloading it again");
        }
        download.run(
                new Download.Wanted(
                        listing.address(id, commit, file.path()),
                        file.path(),
                        file.size(),
                        Optional.of(file.checksum())),
                blob);
    }

    private void checkSpace(HubId id, List<HubFile> files) throws IOException {
        long needed = 0;
        for (HubFile file : files) {
            long more = Files.exists(cache.blob(id, file.checksum())) ? 0 : file.size();
            needed = needed + more < 0 ? Long.MAX_VALUE : needed + more;
        }
        Files.createDirectories(cache.root());
        long free = disk.free(cache.root());
        if (needed > free) {
            throw new ModelException(
                    id + " needs " + (needed >> 20) + " MiB, but only " + (free >> 20) + " MiB are free at "
                            + cache.root() + "; free some space, or set HF_HOME to a folder on a larger disk");
        }
    }
}
