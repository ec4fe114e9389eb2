package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virnuc.models.TestFiles;

class NativeRuntimeTest {
    private static final Path CACHE = Path.of("cache").toAbsolutePath();

    private static final long LONGEST_MILLIS = 60_000;

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

    /** A run that goes on before its encoders starts the engine beside them; the two may not wait for each other. */
    @Test
    void theEngineMayStartWhileAModelIsLoaded() throws InterruptedException {
        CountDownLatch loading = new CountDownLatch(1);
        Thread engine = new Thread(() -> {
            try {
                loading.await();
            } catch (InterruptedException e) {
                return;
            }
            NativeEngine.start(TestFiles.CACHE, true);
        });
        Thread model = new Thread(() -> NativeRuntime.loading(TestFiles.CACHE, true, () -> {
            loading.countDown();
            while (engine.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            NativeEngine.checkLibraries();
            return "loaded";
        }));
        engine.setDaemon(true);
        model.setDaemon(true);
        engine.start();
        model.start();
        model.join(LONGEST_MILLIS);
        engine.join(LONGEST_MILLIS);
        assertThat(model.isAlive() || engine.isAlive())
                .as("they wait for each other")
                .isFalse();
    }

    private static Properties copy() {
        Properties copy = new Properties();
        copy.putAll(System.getProperties());
        return copy;
    }
}
