package org.virnuc.telemetry.export;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent, by OpenTelemetry's own variables where nothing else is given.
 *
 * @param traces the address of the traces
 * @param headers sent with every request; may hold secrets, and is never logged
 * @param resource attributes of everything sent, beside those of the program
 */
public record OtlpTarget(URI traces, Map<String, String> headers, Map<String, String> resource) {
    private static final String TRACES = "v1/traces";

    public OtlpTarget {
        String scheme = String.valueOf(traces.getScheme()).toLowerCase(Locale.ROOT);
        if (traces.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(traces + " is not an http or https URL");
        }
        headers = Map.copyOf(headers);
        resource = Map.copyOf(resource);
    }

    /**
     * What was given, most particular first: {@code endpoint}, {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} (the whole address), {@code
     * OTEL_EXPORTER_OTLP_ENDPOINT}; empty where none was.
     *
     * @param endpoint without {@code /v1/traces}; null where not given
     * @throws IllegalArgumentException where an address or a list cannot be read; the message names it
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
        return Optional.of(new OtlpTarget(URI.create(address), headers, resource));
    }

    /** Attributes of everything sent; those given win over the program's own. */
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

    /** The address alone; headers may be secret. */
    @Override
    public String toString() {
        return traces.toString();
    }

    private static String below(String endpoint) {
        return endpoint + (endpoint.endsWith("/") ? "" : "/") + TRACES;
    }

    /** Names and values as in {@code a=1,b=x%20y}; the message of a failure does not repeat values, they may be secret. */
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
