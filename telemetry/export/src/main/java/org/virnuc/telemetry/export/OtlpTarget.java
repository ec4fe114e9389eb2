package org.virnuc.telemetry.export;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Where spans are sent, and with which headers and attributes. Settings that are not given come from OpenTelemetry's
 * standard environment variables.
 *
 * @param traces URL to which traces are posted
 * @param headers headers of every request; they may contain secrets and are never logged
 * @param resource resource attributes in addition to those of the program
 */
public record OtlpTarget(URI traces, Map<String, String> headers, Map<String, String> resource) {
    /** User and password before a host, and what follows a question mark or hash. */
    private static final Pattern PRIVATE = Pattern.compile("(?<=//)[^/]*@|[?#].*");

    private static final String TRACES = "v1/traces";

    public OtlpTarget {
        String scheme = String.valueOf(traces.getScheme()).toLowerCase(Locale.ROOT);
        if (traces.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(shown(traces.toString()) + " is not an http or https URL");
        }
        headers = Map.copyOf(headers);
        resource = Map.copyOf(resource);
    }

    /**
     * Finds the target. Sources in order of precedence: {@code endpoint}; {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT},
     * which is the complete URL; {@code OTEL_EXPORTER_OTLP_ENDPOINT}. Returns empty if none is set.
     *
     * @param endpoint base URL without {@code /v1/traces}; null if not given
     * @throws IllegalArgumentException if a URL or a list is malformed; the message names the URL or the variable
     */
    public static Optional<OtlpTarget> find(@Nullable String endpoint, Map<String, String> environment) {
        String particular = environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "");
        String general = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        String address;
        if (endpoint != null) {
            address = below(endpoint);
        } else if (!particular.isBlank()) {
            address = particular.strip();
        } else if (!general.isBlank()) {
            address = below(general.strip());
        } else {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>(list("OTEL_EXPORTER_OTLP_HEADERS", environment));
        headers.putAll(list("OTEL_EXPORTER_OTLP_TRACES_HEADERS", environment));
        Map<String, String> resource = new LinkedHashMap<>(list("OTEL_RESOURCE_ATTRIBUTES", environment));
        String service = environment.getOrDefault("OTEL_SERVICE_NAME", "");
        if (!service.isBlank()) {
            resource.put("service.name", service);
        }
        return Optional.of(new OtlpTarget(url(address), headers, resource));
    }

    /** Returns the resource attributes to send. Configured attributes override those of the program. */
    Map<String, String> resource(String version) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("service.name", "virnuc");
        all.put("service.version", version);
        all.put("telemetry.sdk.language", "java");
        all.put("telemetry.sdk.name", "virnuc");
        all.put("telemetry.sdk.version", version);
        all.putAll(resource);
        return all;
    }

    /** Returns the target with resource attributes that a redactor has changed; headers stay, or nothing would arrive. */
    public OtlpTarget redacted(Redactor redactor) {
        Map<String, String> changed = new LinkedHashMap<>();
        resource.forEach((name, value) -> changed.put(redactor.text(name), redactor.text(value)));
        return new OtlpTarget(traces, headers, changed);
    }

    /** Returns only the URL, without a password and parameters, because these and headers may be secret. */
    @Override
    public String toString() {
        return shown(traces.toString());
    }

    private static URI url(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) { // its message repeats the address
            throw new IllegalArgumentException(shown(address) + " is not a URL (" + e.getReason() + ")");
        }
    }

    private static String shown(String address) {
        return PRIVATE.matcher(address).replaceAll("");
    }

    private static String below(String endpoint) {
        return endpoint + (endpoint.endsWith("/") ? "" : "/") + TRACES;
    }

    /** Parses a list such as {@code a=1,b=x%20y}. Error messages do not repeat values, which may be secret. */
    private static Map<String, String> list(String variable, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : environment.getOrDefault(variable, "").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isBlank()) {
                if (equals < 1) {
                    throw new IllegalArgumentException(variable + " cannot be read; expected name=value,name=value");
                }
                String value = pair.substring(equals + 1).strip().replace("+", "%2B");
                all.put(pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return all;
    }
}
