package org.virnuc.models.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.UserFolders;
import org.virnuc.models.ModelException;

/**
 * Where the Hugging Face hub and its cache are, from the environment variables shared by all Hugging Face tools.
 *
 * @param endpoint {@code HF_ENDPOINT}, without a trailing slash
 * @param cache {@code HF_HUB_CACHE}, otherwise {@code HF_HOME/hub}, otherwise {@code ~/.cache/huggingface/hub}
 * @param token {@code HF_TOKEN}, otherwise the token saved by the hub's own login
 * @param offline {@code HF_HUB_OFFLINE}
 */
public record HubEnvironment(URI endpoint, Path cache, Optional<Token> token, boolean offline) {
    private static final String PUBLIC_HUB = "https://huggingface.co";

    /** A secret access token; {@code toString} does not reveal it. */
    public record Token(String secret) {
        @Override
        public String toString() {
            return "(token)";
        }
    }

    /**
     * The environment of this process.
     *
     * @param otherwise used as home for users who have none, as in containers
     */
    public static HubEnvironment system(Path otherwise) {
        return of(UserFolders.system(), otherwise);
    }

    /**
     * The environment that the variables of a user describe.
     *
     * @param otherwise used as home for users who have none
     * @throws ModelException if {@code HF_ENDPOINT} is not a valid address
     */
    public static HubEnvironment of(UserFolders user, Path otherwise) {
        Map<String, String> variables = user.environment();
        Path home = home(user, otherwise);
        String cache = first(variables, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE");
        return new HubEnvironment(
                endpoint(first(variables, "HF_ENDPOINT")),
                cache == null ? home.resolve("hub") : Path.of(cache),
                token(first(variables, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"), tokenFile(variables, home)),
                isTrue(first(variables, "HF_HUB_OFFLINE")));
    }

    /** The hub's own folder. Unlike the other folders of a user it may be relative, as the hub's own tools take it. */
    private static Path home(UserFolders user, Path otherwise) {
        String own = first(user.environment(), "HF_HOME");
        if (own != null) {
            return Path.of(own);
        }
        String shared = first(user.environment(), "XDG_CACHE_HOME");
        if (shared != null) {
            return Path.of(shared, "huggingface");
        }
        return user.home().orElse(otherwise).resolve(".cache").resolve("huggingface");
    }

    private static Path tokenFile(Map<String, String> variables, Path home) {
        String own = first(variables, "HF_TOKEN_PATH");
        return own == null ? home.resolve("token") : Path.of(own);
    }

    private static URI endpoint(@Nullable String text) {
        String address = text == null ? PUBLIC_HUB : text.replaceAll("/+$", "");
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new ModelException(
                    "HF_ENDPOINT " + address + " is not an address; expected one such as " + PUBLIC_HUB, e);
        }
        throw new ModelException("HF_ENDPOINT " + address + " is not an address; expected one such as " + PUBLIC_HUB);
    }

    private static Optional<Token> token(@Nullable String given, Path file) {
        if (given != null) {
            return Optional.of(checked(given.strip(), "HF_TOKEN"));
        }
        try {
            String saved = Files.isRegularFile(file) ? Files.readString(file).strip() : "";
            return saved.isEmpty() ? Optional.empty() : Optional.of(checked(saved, file.toString()));
        } catch (IOException unreadable) {
            return Optional.empty(); // most models are public; for others the hub says that a token is missing
        }
    }

    /**
     * Refuses a token with characters that a header must not contain, because an error message about the header would
     * reveal it.
     */
    private static Token checked(String secret, String where) {
        if (!secret.matches("[!-~]+")) {
            throw new ModelException(
                    where + " does not contain a token of the hub: it has spaces or non-ASCII characters;"
                            + " expected one line such as hf_...");
        }
        return new Token(secret);
    }

    private static @Nullable String first(Map<String, String> variables, String... names) {
        for (String name : names) {
            String value = variables.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private static boolean isTrue(@Nullable String value) {
        return value != null && value.strip().toLowerCase(java.util.Locale.ROOT).matches("1|on|yes|true");
    }
}
