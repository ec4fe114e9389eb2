package org.virnuc.models.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.JsonText;

/** Asks the hub about a model: which commit a revision stands for, and the files of a commit with sizes and hashes. */
final class HubListing {
    /** Limit of a listing in bytes; real listings are much smaller. */
    private static final int LONGEST = 16 << 20;

    private final Http http;
    private final Retry retry;
    private final URI endpoint;

    HubListing(Http http, Retry retry, URI endpoint) {
        this.http = http;
        this.retry = retry;
        this.endpoint = endpoint;
    }

    /** The commit of a revision. */
    String commit(HubId id, String revision) throws IOException, InterruptedException {
        if (HubCache.isCommit(revision)) {
            return revision;
        }
        URI uri = api(id, "revision/" + URLEncoder.encode(revision, StandardCharsets.UTF_8));
        String commit = parse(uri, text(id, uri)).path("sha").asText();
        if (!HubCache.isCommit(commit)) {
            throw unreadable(uri, "it names no commit");
        }
        return commit;
    }

    /** The top-level files of a commit, by name. */
    Map<String, HubFile> files(HubId id, String commit) throws IOException, InterruptedException {
        URI uri = api(id, "tree/" + commit);
        return files(uri, text(id, uri));
    }

    /** Parses a listing, whatever it contains; files that are never downloaded are left out. */
    static Map<String, HubFile> files(URI uri, byte[] text) {
        JsonNode tree = parse(uri, text);
        if (!tree.isArray()) {
            throw unreadable(uri, "it is no list of files");
        }
        Map<String, HubFile> files = new LinkedHashMap<>();
        for (JsonNode entry : tree) {
            String path = entry.path("path").asText();
            if (entry.path("type").asText().equals("file") && !path.contains("/") && HubFile.isPath(path)) {
                String hash =
                        entry.path("lfs").path("oid").asText(entry.path("oid").asText());
                JsonNode size =
                        entry.path("lfs").has("size") ? entry.path("lfs").path("size") : entry.path("size");
                Checksum checksum = Checksum.parse(hash.replaceFirst("^sha256:", ""))
                        .orElseThrow(() -> unreadable(uri, "it has no hash of " + path));
                if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
                    throw unreadable(uri, "it has " + size + " for the size of " + path);
                }
                files.put(path, new HubFile(path, size.asLong(), checksum));
            }
        }
        return files;
    }

    /**
     * Completes a file's hash. For a large file, a listing may have only the hash of the pointer that git stores in its
     * place; the headers of the file's own address then contain the hash of its content.
     */
    HubFile resolved(HubId id, String commit, HubFile file) throws IOException, InterruptedException {
        if (file.checksum().kind() == Checksum.Kind.SHA256) {
            return file;
        }
        HttpResponse<InputStream> answer =
                retry.until(file.path(), () -> 0, () -> http.head(address(id, commit, file.path())));
        Optional<Checksum> linked = answer.headers()
                .firstValue("X-Linked-Etag")
                .flatMap(tag -> Checksum.parse(tag.replaceFirst("^W/", "").replace("\"", "")))
                .filter(checksum -> checksum.kind() == Checksum.Kind.SHA256);
        String size = answer.headers().firstValue("X-Linked-Size").orElse("");
        long bytes = size.matches("[0-9]{1,18}") ? Long.parseLong(size) : file.size();
        return linked.map(checksum -> new HubFile(file.path(), bytes, checksum)).orElse(file);
    }

    /** The download address of a file. */
    URI address(HubId id, String commit, String path) {
        return URI.create(endpoint + "/" + id + "/resolve/" + commit + "/" + encoded(path));
    }

    private URI api(HubId id, String what) {
        return URI.create(endpoint + "/api/models/" + id + "/" + what);
    }

    private byte[] text(HubId id, URI uri) throws IOException, InterruptedException {
        byte[] text = retry.until(id + " at " + Http.shown(endpoint), () -> 0, () -> {
            try (Http.Answer answer = http.get(uri, Map.of(), http.limits().ofListing())) {
                return answer.body().readNBytes(LONGEST + 1);
            }
        });
        if (text.length > LONGEST) {
            throw unreadable(uri, "it is longer than " + LONGEST + " bytes");
        }
        return text;
    }

    private static JsonNode parse(URI uri, byte[] text) {
        return JsonText.parse(text, why -> unreadable(uri, "it is not JSON (" + why + ")"));
    }

    private static ModelException unreadable(URI uri, String why) {
        return new ModelException(Http.shown(uri) + " is not a listing of a Hugging Face hub: " + why
                + "; check that HF_ENDPOINT, if set, is the address of a hub");
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
