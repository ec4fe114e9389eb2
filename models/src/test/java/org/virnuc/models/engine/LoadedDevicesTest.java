package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceException;
import org.virnuc.models.DeviceMemoryException;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.ModelException;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.UnusedDevice;

/** Devices that cannot load a model: the others do its work, and without one left the reasons are said. */
class LoadedDevicesTest {
    private static final int MOST = 4096;
    private static final Tokenizer LETTERS =
            texts -> texts.stream().map(s -> s.chars().toArray()).toArray(int[][]::new);

    @Test
    void whatOneDeviceCannotLoadTheOtherComputes() {
        FakeSession sound = new FakeSession("cuda:1");
        LoadedDevices loaded = load(Map.of("cuda:1", sound), "cuda:0", "cuda:1");
        assertThat(loaded.names()).isEqualTo("cuda:1");
        EncoderInfo info = EncoderInfo.of("test")
                .precision("bf16")
                .device("cuda:0,cuda:1")
                .build()
                .on(loaded.names());
        BatchedEncoder.Limits limits = new BatchedEncoder.Limits(BatchSizes.CPU, 1, () -> {});
        try (BatchedEncoder encoder = new BatchedEncoder(LETTERS, loaded, 2, limits, info)) {
            assertThat(encoder.unusedDevices())
                    .containsExactly(new UnusedDevice(
                            "cuda:0",
                            "cuda:0 cannot load the model and gets no work: cuda:0 has no room for the model"));
            assertThat(encoder.info().device()).isEqualTo("cuda:1");
            assertThat(encoder.encode(List.of("AC", "G"), BatchListener.NONE)).containsExactly(2, 'A' + 'C', 1, 'G');
        }
        assertThat(sound.closed).isTrue();
    }

    @Test
    void withoutADeviceTheReasonOfEachIsSaid() {
        assertThatThrownBy(() -> load(Map.of(), "cuda:0", "cuda:1"))
                .isInstanceOf(DeviceException.class)
                .hasMessage("none of 2 devices can load the model: cuda:0 has no room for the model; cuda:1 has no room"
                        + " for the model; see \"virnuc doctor\"");
        assertThatThrownBy(() -> load(Map.of(), "cuda:3"))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessage("cuda:3 has no room for the model");
    }

    /** The trial batch belongs to loading: a device that breaks there is closed and left out. */
    @Test
    void aDeviceThatBreaksOnItsTrialBatchIsLeftOut() {
        FakeSession broken = new WithMemory("cuda:0").breakingAfter(0);
        FakeSession sound = new WithMemory("cuda:1");
        LoadedDevices loaded = load(Map.of("cuda:0", broken, "cuda:1", sound), "cuda:0", "cuda:1");
        assertThat(loaded.names()).isEqualTo("cuda:1");
        assertThat(loaded.unused())
                .extracting(UnusedDevice::message)
                .containsExactly("cuda:0 cannot load the model and gets no work: cuda:0 fell off the bus");
        assertThat(broken.closed).isTrue();
        assertThat(sound.closed).isFalse();
    }

    /** A file that is no archive is none on any device. */
    @Test
    void aFaultOfTheFileEndsAllAndFreesWhatWasLoaded() {
        FakeSession sound = new FakeSession("cuda:0");
        assertThatThrownBy(() -> LoadedDevices.of(List.of("cuda:0", "cuda:1"), 1, MOST, device -> {
                    if (device.equals("cuda:0")) {
                        return sound;
                    }
                    throw new ModelException("it is no archive");
                }))
                .isInstanceOf(ModelException.class)
                .hasMessage("it is no archive");
        assertThat(sound.closed).isTrue();
    }

    @Test
    void whoseFaultItWasFollowsFromWhatTheDeviceSaid() {
        Path archive = Path.of("a.pt");
        assertThat(ArchiveSession.loadFailure(
                        archive, "cuda:0", new IllegalStateException("CUDA error: invalid device ordinal\nmore")))
                .isInstanceOf(DeviceException.class)
                .hasMessage("cuda:0 failed while the model was loaded: CUDA error: invalid device ordinal");
        assertThat(ArchiveSession.loadFailure(
                        archive, "cuda:0", new IllegalStateException("CUDA out of memory. Tried to allocate 20 MiB")))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessage("cuda:0 has no room for the model: CUDA out of memory. Tried to allocate 20 MiB; choose a"
                        + " lower precision");
        assertThat(ArchiveSession.loadFailure(
                        archive, "cuda:0", new IllegalStateException("PytorchStreamReader failed reading zip archive")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("delete it, and it will be converted again");
    }

    private static LoadedDevices load(Map<String, FakeSession> there, String... names) {
        return LoadedDevices.of(List.of(names), 1, MOST, device -> {
            FakeSession session = there.get(device);
            if (session == null) {
                throw new DeviceMemoryException(device + " has no room for the model");
            }
            return session;
        });
    }

    /** With memory of its own, of which batches take nothing. */
    private static final class WithMemory extends FakeSession {
        WithMemory(String device) {
            super(device);
        }

        @Override
        public long freeBytes() {
            return 1L << 30;
        }
    }
}
