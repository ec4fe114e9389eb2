package org.virnuc.telemetry.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask. The address contains a secret token. The {@code Host} header must name this server, so a foreign
 * domain that resolves to this machine gets nothing; and a page of another origin gets nothing either.
 */
final class Guard {
    private final String token;
    private final Set<String> hosts;

    /** @param hosts values of {@code Host} that name this server, with the port */
    Guard(String token, Set<String> hosts) {
        this.token = token;
        this.hosts = Set.copyOf(hosts);
    }

    static String newToken() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** An answer to a request that is refused. */
    record Refusal(int status, String reason) {}

    /** Returns why a request is refused; null if it is not. */
    @Nullable Refusal refusal(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !hosts.contains(host.get(0))) {
            return new Refusal(421, "This server does not answer to that host name.");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !isOwn(origin)) {
            return new Refusal(403, "Pages of other origins may not read this server.");
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !List.of("same-origin", "none").contains(site) && !isNavigation(headers)) {
            return new Refusal(403, "Pages of other origins may not read this server.");
        }
        if (path(exchange) == null) {
            return new Refusal(
                    404, "There is nothing at this address. The address printed at the start has a token in it.");
        }
        if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            return new Refusal(405, "Only GET is answered.");
        }
        return null;
    }

    private static boolean isNavigation(Headers headers) {
        return "navigate".equals(headers.getFirst("Sec-Fetch-Mode"));
    }

    private boolean isOwn(String origin) {
        return hosts.stream().anyMatch(host -> origin.equals("http://" + host));
    }

    /** Returns the path behind the token, without a slash at its begin; null if the token is wrong. */
    @Nullable String path(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String path = uri.getRawPath();
        if (path == null || !path.startsWith("/")) {
            return null;
        }
        int end = path.indexOf('/', 1);
        if (end < 0) {
            return null;
        }
        byte[] given = path.substring(1, end).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8)) ? path.substring(end + 1) : null;
    }
}
