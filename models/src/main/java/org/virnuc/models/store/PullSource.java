package org.virnuc.models.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnuc.models.ModelException;
import org.virnuc.models.hub.HubId;

/** What the user asks {@code virnuc models pull} to download: a model on the hub, or a file at an address. */
record PullSource(Optional<HubId> id, Optional<String> revision, Optional<URI> address) {
    private static final Pattern PAGE = Pattern.compile("/([^/]+/[^/]+?)(?:/tree/([^/]+))?/?");

    /**
     * Parses a short name or an id, both with an optional {@code @revision}, or the address of a model's page or of a
     * file.
     *
     * @throws ModelException if the text is none of these
     */
    static PullSource of(String text, URI endpoint, KnownModels known) {
        if (text.matches("https?://.*")) {
            return ofAddress(text, endpoint);
        }
        int at = text.indexOf('@');
        Optional<String> revision = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
        Optional<HubId> id = known.hubId(at < 0 ? text : text.substring(0, at));
        if (id.isEmpty()) {
            throw new ModelException(
                    "\"" + text + "\" is not a model that can be pulled; give an address, an id such as"
                            + " zhihan1996/DNABERT-S, or one of " + String.join(", ", known.names()));
        }
        return new PullSource(id, revision, Optional.empty());
    }

    /** The file's name without its extension. */
    String fileStem() {
        String path = address.map(URI::getPath).orElse("");
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.[A-Za-z]+$", "");
    }

    private static PullSource ofAddress(String text, URI endpoint) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new ModelException("\"" + text + "\" is no address (" + e.getReason() + ")", e);
        }
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new ModelException("\"" + text + "\" is not the address of a file");
        }
        boolean ofHub = uri.getHost().equals("huggingface.co")
                || (uri.getHost().equals(endpoint.getHost()) && uri.getPort() == endpoint.getPort());
        Matcher page = PAGE.matcher(uri.getPath());
        if (ofHub && page.matches() && HubId.of(page.group(1)).isPresent()) {
            return new PullSource(HubId.of(page.group(1)), Optional.ofNullable(page.group(2)), Optional.empty());
        }
        return new PullSource(Optional.empty(), Optional.empty(), Optional.of(uri));
    }
}
