package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.redact.Redactor;

class OtlpTargetTest {
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void nowhereUnlessGiven() {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", " ");
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", "a=b");
        assertThat(OtlpTarget.find(null, environment)).isEmpty();
    }

    @Test
    void optionWinsOverTheVariableOfTracesAndThatOverTheGeneralOne() {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://general:4318/");
        assertThat(address(null)).isEqualTo("http://general:4318/v1/traces");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://traces/as/is");
        assertThat(address(null)).isEqualTo("https://traces/as/is");
        assertThat(address("http://option:1/base")).isEqualTo("http://option:1/base/v1/traces");
    }

    @Test
    void headersAndResource() {
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20a+b=, x = 1,");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "x=2");
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=lab,service.name=other");
        environment.put("OTEL_SERVICE_NAME", "nightly");
        OtlpTarget target = OtlpTarget.find("http://h", environment).orElseThrow();
        assertThat(target.headers()).isEqualTo(Map.of("Authorization", "Basic a+b=", "x", "2"));
        assertThat(target.resource("1.2"))
                .containsEntry("service.name", "nightly")
                .containsEntry("service.version", "1.2")
                .containsEntry("deployment.environment.name", "lab");
        assertThat(target).hasToString("http://h/v1/traces");
    }

    @Test
    void whatCannotBeReadIsNamedWithoutItsSecrets() {
        for (String wrong : new String[] {"localhost:4318", "ftp://h", "/a", "h"}) {
            assertThatThrownBy(() -> OtlpTarget.find(wrong, environment))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(wrong + "/v1/traces is not an http or https URL");
        }
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", "secret");
        assertThatThrownBy(() -> OtlpTarget.find("http://h", environment))
                .hasMessage("OTEL_EXPORTER_OTLP_HEADERS cannot be read; expected name=value,name=value");
    }

    @Test
    void aTargetIsShownWithoutWhatMayBeSecret() {
        OtlpTarget target = OtlpTarget.find("https://user:secret@host:4318/base?key=secret#secret", Map.of())
                .orElseThrow();
        assertThat(target).hasToString("https://host:4318/base");
        assertThatThrownBy(() -> OtlpTarget.find("ftp://user:secret@host", Map.of()))
                .hasMessage("ftp://host/v1/traces is not an http or https URL");
        assertThatThrownBy(() -> OtlpTarget.find("http://user:secret@[host", Map.of()))
                .message()
                .startsWith("http://[host/v1/traces is not a URL (")
                .doesNotContain("secret");
    }

    @Test
    void resourceAttributesCanBeRedacted() {
        Map<String, String> environment =
                Map.of("OTEL_SERVICE_NAME", "/data/kowalski", "OTEL_EXPORTER_OTLP_HEADERS", "key=/data/kowalski");
        OtlpTarget target = OtlpTarget.find("http://host:4318", environment)
                .orElseThrow()
                .redacted(Redactor.builder().build());
        assertThat(target.resource()).containsEntry("service.name", "<path>");
        assertThat(target.headers()).containsEntry("key", "/data/kowalski");
    }

    private String address(@Nullable String option) {
        return OtlpTarget.find(option, environment).orElseThrow().traces().toString();
    }
}
