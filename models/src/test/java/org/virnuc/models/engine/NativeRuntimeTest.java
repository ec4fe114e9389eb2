package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeRuntimeTest {
    private static final Path CACHE = Path.of("cache").toAbsolutePath();

    private final Properties ofAllTests = new Properties();

    @BeforeEach
    void forgetWhatOtherTestsHaveSet() {
        ofAllTests.putAll(System.getProperties());
        for (String name : new String[] {
            "OPT_OUT_TRACKING",
            "DJL_CACHE_DIR",
            "jna.tmpdir",
            "ai.djl.offline",
            "ai.djl.pytorch.num_threads",
            "ai.djl.pytorch.num_interop_threads"
        }) {
            System.clearProperty(name);
        }
    }

    @AfterEach
    void restore() {
        System.setProperties(ofAllTests);
    }

    @Test
    void whatIsLoadedSeesTheSettingsAndNobodyAfterThat() {
        Properties before = copy();
        Properties during = NativeRuntime.loading(CACHE, true, NativeRuntimeTest::copy);
        assertThat(during)
                .containsEntry("OPT_OUT_TRACKING", "true")
                .containsEntry("DJL_CACHE_DIR", CACHE.resolve("native").toString())
                .containsEntry("ai.djl.offline", "true")
                .containsEntry("ai.djl.pytorch.num_interop_threads", "1")
                .containsKey("ai.djl.pytorch.num_threads");
        assertThat(copy()).isEqualTo(before);
        assertThat(NativeRuntime.<Properties, RuntimeException>loading(CACHE, false, NativeRuntimeTest::copy))
                .doesNotContainKey("ai.djl.offline");
    }

    @Test
    void afterAFailurePropertiesAreAsBefore() {
        Properties before = copy();
        assertThatThrownBy(() -> NativeRuntime.loading(CACHE, true, () -> {
                    throw new IllegalStateException("no such library");
                }))
                .hasMessage("no such library");
        assertThat(copy()).isEqualTo(before);
    }

    @Test
    void whatIsSetAlreadyStays() {
        System.setProperty("DJL_CACHE_DIR", "/of/the/host");
        Properties during = NativeRuntime.loading(CACHE, true, NativeRuntimeTest::copy);
        assertThat(during).containsEntry("DJL_CACHE_DIR", "/of/the/host").containsEntry("ai.djl.offline", "true");
        assertThat(System.getProperty("DJL_CACHE_DIR")).isEqualTo("/of/the/host");
    }

    @Test
    void aProgramKeepsTheSettings() {
        NativeRuntime.configure(CACHE);
        assertThat(copy())
                .containsEntry("OPT_OUT_TRACKING", "true")
                .containsEntry("DJL_CACHE_DIR", CACHE.resolve("native").toString())
                .doesNotContainKey("ai.djl.offline");
        assertThat(NativeRuntime.<Properties, RuntimeException>loading(Path.of("other"), true, NativeRuntimeTest::copy))
                .containsEntry("DJL_CACHE_DIR", CACHE.resolve("native").toString());
    }

    private static Properties copy() {
        Properties copy = new Properties();
        copy.putAll(System.getProperties());
        return copy;
    }
}
