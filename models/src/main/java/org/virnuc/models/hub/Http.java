package org.virnuc.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.virnuc.models.ModelException;

/**
 * Sends HTTP requests. Redirects are followed here and not by the client, because the user's token is for the hub and
 * must not be sent to another server.
 */
final class Http {
    private static final int MOST_REDIRECTS = 10;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HubEnvironment environment;
    private final Limits limits;
    private final HttpClient client;

    Http(HubEnvironment environment, Limits limits) {
        this.environment = environment;
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .build();
    }

    /** A response whose body is read within limits. */
    record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** A temporary failure: the server is busy and the request may succeed later. */
    static final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;
        private final long seconds;

        BusyException(String message, long seconds) {
            super(message);
            this.seconds = seconds;
        }

        /** How long the server asks to wait, in seconds. */
        OptionalLong seconds() {
            return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
        }
    }

    Limits limits() {
        return limits;
    }

    /**
     * Requests an address and follows redirects; the caller closes the answer.
     *
     * @param pace how long the whole body may take
     * @return an answer with status 200, 206 or 416
     * @throws IOException if trying again may help
     * @throws ModelException if trying again does not help
     */
    Answer get(URI uri, Map<String, String> headers, Limits.Pace pace) throws IOException, InterruptedException {
        URI next = uri;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            HttpResponse<InputStream> answer = send("GET", next, headers);
            Optional<URI> redirect = redirect(answer);
            if (redirect.isEmpty()) {
                InputStream body = checked(answer).body();
                return new Answer(
                        answer.statusCode(),
                        answer.headers(),
                        new LimitedStream(body, limits.idle(), pace, System::nanoTime));
            }
            answer.body().close();
            next = redirect.get();
        }
        throw new ModelException(
                shown(uri) + " was redirected more than " + MOST_REDIRECTS + " times; check the address");
    }

    /** The headers of the address itself, without following redirects. */
    HttpResponse<InputStream> head(URI uri) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send("HEAD", uri, Map.of());
        answer.body().close();
        return redirect(answer).isPresent() ? answer : checked(answer);
    }

    private HttpResponse<InputStream> send(String method, URI uri, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(limits.firstByte())
                .header("User-Agent", "virnuc")
                .method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        if (sameServer(uri, environment.endpoint())) {
            environment.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.secret()));
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static Optional<URI> redirect(HttpResponse<?> answer) {
        if (answer.statusCode() < 301 || answer.statusCode() > 308 || answer.statusCode() == 304) {
            return Optional.empty();
        }
        String location = answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new ModelException(shown(answer.uri()) + " redirects to nowhere; try again later"));
        URI target;
        try {
            target = answer.uri().resolve(location);
        } catch (IllegalArgumentException e) {
            throw new ModelException(shown(answer.uri()) + " redirects to something that is not an address", e);
        }
        boolean secure = "https".equals(target.getScheme());
        if (target.getHost() == null || !(secure || "http".equals(target.getScheme()))) {
            throw new ModelException(
                    shown(answer.uri()) + " redirects to " + shown(target) + ", which is not a web address");
        }
        if (!secure && "https".equals(answer.uri().getScheme())) {
            throw new ModelException(shown(answer.uri()) + " redirects to " + server(target)
                    + " without encryption; this is refused, check the address");
        }
        return Optional.of(target);
    }

    private HttpResponse<InputStream> checked(HttpResponse<InputStream> answer) throws IOException {
        int status = answer.statusCode();
        if (status == 200 || status == 206 || status == RANGE_NOT_SATISFIABLE) {
            return answer;
        }
        answer.body().close();
        String what = server(answer.uri()) + " answers HTTP " + status + " for "
                + answer.uri().getPath();
        if (status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= 500) {
            throw new BusyException(what, retryAfter(answer));
        }
        throw new ModelException(what + remedy(status));
    }

    private String remedy(int status) {
        return switch (status) {
            case 401, 403 ->
                environment.token().isPresent()
                        ? "; the name is wrong, or the token may not read it: check the name, and accept the model's terms on its page"
                        : "; the name is wrong, or it is not public: check the name, or set HF_TOKEN to a token that may read it";
            case 404 -> "; check the name and the revision";
            default -> "; check the address";
        };
    }

    /** The {@code Retry-After} header in seconds; -1 if absent, or if it is a date, which few servers send. */
    private static long retryAfter(HttpResponse<?> answer) {
        String text = answer.headers().firstValue("Retry-After").orElse("");
        return text.matches("[0-9]{1,6}") ? Long.parseLong(text) : -1;
    }

    private static boolean sameServer(URI one, URI other) {
        return Objects.equals(one.getScheme(), other.getScheme()) && server(one).equals(server(other));
    }

    /** An address without parts that may be secret: a password, or the signature in a query. */
    static String shown(URI uri) {
        return uri.getScheme() + "://" + server(uri) + (uri.getPath() == null ? "" : uri.getPath());
    }

    /** Host and port as the address gives them. */
    private static String server(URI uri) {
        return uri.getRawAuthority() == null ? "" : uri.getRawAuthority().replaceFirst("^.*@", "");
    }
}
