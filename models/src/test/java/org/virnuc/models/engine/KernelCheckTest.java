package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceException;
import org.virnuc.models.TestFiles;

/** A device that computes nothing, or something else, is found out; and so is a batch that another device has computed. */
class KernelCheckTest {
    @BeforeAll
    static void engine() {
        NativeEngine.start(TestFiles.CACHE, true);
    }

    @Test
    void theCpuComputesWhatJavaComputes() {
        assertThat(KernelCheck.failure(Devices.CPU)).isEmpty();
    }

    @Test
    void aWrongProductIsADifferenceAndAFailureIsItsReason() {
        assertThat(KernelCheck.failure(archive -> new FakeSession("cuda:0")))
                .hasValueSatisfying(what -> assertThat(what).startsWith("a product has 96 numbers, expected 48"));
        assertThat(KernelCheck.failure(archive -> new FakeSession("cuda:0").breakingAfter(0)))
                .contains("cuda:0 fell off the bus");
    }

    @Test
    void aGpuThatWasAskedForIsNotReplacedByTheCpuWithoutAWord(@TempDir Path folder)
            throws IOException, MalformedModelException {
        GpuGraphs.lookup(folder.resolve("a.pt"), 1f, 2f);
        Model model = NativeEngine.running().newModel("a", Device.cpu());
        model.load(folder, "a.pt");
        try (ArchiveSession session = new ArchiveSession("cuda:0", model)) {
            assertThatThrownBy(() -> session.run(new long[] {0, 1}, 1, 2))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage(
                            "cuda:0 was asked for, but a batch of 1 x 2 tokens was computed on cpu(); \"virnuc doctor\""
                                    + " says what libtorch finds");
        }
    }
}
