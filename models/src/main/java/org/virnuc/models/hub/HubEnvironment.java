package org.virnuc.models.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        Path home = Path.of(System.getProperty("user.home", ""));
        return of(System.getenv(), home.isAbsolute() && Files.isDirectory(home) ? home : otherwise);
    }

    /**
     * The environment that these variables describe.
     *
     * @param userHome the user's home if {@code HOME} is not set
     * @throws ModelException if {@code HF_ENDPOINT} is not a valid address
     */
    public static HubEnvironment of(Map<String, String> variables, Path userHome) {
        Path home = home(variables, userHome);
        String cache = first(variables, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE");
        return new HubEnvironment(
                endpoint(first(variables, "HF_ENDPOINT")),
                cache == null ? home.resolve("hub") : Path.of(cache),
                token(first(variables, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"), tokenFile(variables, home)),
                isTrue(first(variables, "HF_HUB_OFFLINE")));
    }

    private static Path home(Map<String, String> variables, Path userHome) {
        String own = first(variables, "HF_HOME");
        if (own != null) {
            return Path.of(own);
        }
        String shared = first(variables, "XDG_CACHE_HOME");
        if (shared != null) {
            return Path.of(shared, "huggingface");
        }
        String user = first(variables, "HOME");
        return userHome.resolve(user == null ? "" : user).resolve(".cache").resolve("huggingface");
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
