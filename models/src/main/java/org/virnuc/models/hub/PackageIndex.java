package org.virnuc.models.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnuc.files.SmallFile;
import org.virnuc.models.ModelException;

/**
 * A place of Python packages: an index, which lists the files of each project by the simple repository API of Python's
 * packaging standards, or a folder that has them. No file is taken that has not the expected hash.
 */
public final class PackageIndex {
    private static final String ACCEPTED = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";
    private static final Pattern LINK = Pattern.compile("<a\\b[^>]*\\bhref\\s*=\\s*[\"']([^\"'#]+)");

    private final String place;
    private final Optional<Path> folder;
    private final Optional<URI> address;
    private final Http http;
    private final Retry retry;
    private final Download download;

    private PackageIndex(String place, Optional<URI> address, PullListener listener, Retry.Pause pause) {
        this.place = place;
        this.address = address;
        this.folder = address.isPresent() ? Optional.empty() : Optional.of(Path.of(place));
        HubEnvironment anonymous =
                new HubEnvironment(address.orElse(URI.create("file:/")), Path.of(""), Optional.empty(), false);
        this.http = new Http(anonymous, Limits.DEFAULT);
        this.retry = new Retry(pause, listener);
        this.download = new Download(http, retry, listener, Disk.LOCAL);
    }

    /**
     * A file of a package.
     *
     * @param name its name, which begins with that of its project
     * @param size its bytes
     * @param sha256 its hash, in lower-case hexadecimal
     */
    public record Wanted(String name, long size, String sha256) {
        /** The project's name as indexes have it. */
        String project() {
            return name.substring(0, Math.max(0, name.indexOf('-')))
                    .replaceAll("[-_.]+", "-")
                    .toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A place.
     *
     * @param place the address of an index, or a folder
     * @throws ModelException if it is neither
     */
    public static PackageIndex of(String place, PullListener listener) {
        return of(place, listener, Retry::sleep);
    }

    static PackageIndex of(String place, PullListener listener, Retry.Pause pause) {
        if (!place.contains("://")) {
            if (!Files.isDirectory(Path.of(place))) {
                throw new ModelException(place + " is neither a folder nor the address of a package index; an address"
                        + " begins with https://");
            }
            return new PackageIndex(place, Optional.empty(), listener, pause);
        }
        try {
            URI uri = new URI(place.replaceAll("/+$", ""));
            if (uri.getRawUserInfo() != null) {
                throw new ModelException("the address of the package index has a password in it, which VirNuc does not"
                        + " send; fetch the files with pip download, and give their folder instead");
            }
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return new PackageIndex(Http.shown(uri), Optional.of(uri), listener, pause);
            }
        } catch (URISyntaxException e) {
            throw new ModelException(place + " is not the address of a package index", e);
        }
        throw new ModelException(place + " is not the address of a package index");
    }

    /** Whether files are fetched, and not only read. */
    public boolean isRemote() {
        return address.isPresent();
    }

    /** Runs an action while no other process runs one with the same lock. */
    public static void alone(Path lockFile, PullListener listener, Action action)
            throws IOException, InterruptedException {
        DownloadLock.run(lockFile, listener, () -> {
            action.run();
            return lockFile;
        });
    }

    /** What is done while a lock is held. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Gets a file: that of the folder itself, or one that is fetched, where what an earlier attempt has fetched counts.
     *
     * @param target where a fetched file goes
     * @return where the file is, with the expected content
     * @throws ModelException if it is not there, or is another
     */
    public Path get(Wanted wanted, Path target) throws IOException, InterruptedException {
        Checksum checksum = new Checksum(Checksum.Kind.SHA256, wanted.sha256());
        if (folder.isPresent()) {
            return checked(folder.get().resolve(wanted.name()), wanted, checksum);
        }
        if (!Files.exists(target)) {
            download.run(
                    new Download.Wanted(find(wanted), wanted.name(), wanted.size(), Optional.of(checksum)), target);
        }
        return checked(target, wanted, checksum);
    }

    private Path checked(Path file, Wanted wanted, Checksum checksum) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    place + " has no " + wanted.name() + "; expected that file, as pip download gets it");
        }
        String found = checksum.of(file);
        if (!found.equals(wanted.sha256())) {
            throw new ModelException(file + " is damaged or not the file meant: its SHA-256 is " + found + ", expected "
                    + wanted.sha256() + "; delete it and try again");
        }
        return file;
    }

    private URI find(Wanted wanted) throws IOException, InterruptedException {
        URI page = URI.create(address.orElseThrow() + "/" + wanted.project() + "/");
        String text = retry.until(wanted.project(), () -> 0L, () -> {
            try (Http.Answer answer =
                    http.get(page, Map.of("Accept", ACCEPTED), http.limits().ofListing())) {
                return new String(SmallFile.read(answer.body(), SmallFile.RECORD), StandardCharsets.UTF_8);
            }
        });
        Optional<String> link = text.stripLeading().startsWith("{") ? inJson(text, page, wanted) : inHtml(text, wanted);
        try {
            return page.resolve(link.orElseThrow(() -> new ModelException(Http.shown(page) + " does not list "
                    + wanted.name() + "; give the address of an index that has it")));
        } catch (IllegalArgumentException e) {
            throw new ModelException(Http.shown(page) + " lists " + wanted.name() + " at no address", e);
        }
    }

    private static Optional<String> inJson(String text, URI page, Wanted wanted) {
        try {
            for (JsonNode file : new JsonMapper().readTree(text).path("files")) {
                if (file.path("filename").asText().equals(wanted.name())) {
                    return Optional.of(file.path("url").asText());
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new ModelException(Http.shown(page) + " is no list of a package index", e);
        }
    }

    private static Optional<String> inHtml(String text, Wanted wanted) {
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            String address = link.group(1).replace("&amp;", "&");
            String path = address.replaceFirst("\\?.*$", "").replace("%2B", "+").replace("%2b", "+");
            if (path.substring(path.lastIndexOf('/') + 1).equals(wanted.name())) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}
