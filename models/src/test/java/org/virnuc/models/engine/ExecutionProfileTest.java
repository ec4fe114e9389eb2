package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.engine.ExecutionProfile.Reasons;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;

class ExecutionProfileTest {
    private static final ExecutionProfile INT8 = new ExecutionProfile(
            "a kind of machine",
            List.of("cpu"),
            Precision.INT8,
            new GraphTarget(ElementType.BF16, BackEnd.INT8),
            new CpuLanes(8, 2),
            8,
            0,
            new Reasons("asked for", "", "asked for", "measured"));

    @Test
    void whoeverSaysHowManyThreadsGetsALaneForEachWithoutAMeasurement(@TempDir Path cache) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 512, 3);
        ExecutionProfile profile = ExecutionProfile.resolve(options, false, cache);
        assertThat(cache).isEmptyDirectory();
        assertThat(profile.devices()).containsExactly("cpu");
        assertThat(profile.lanes()).isEqualTo(new CpuLanes(3, 3));
        assertThat(profile.batchTokens()).isEqualTo(512);
        assertThat(profile.operatorThreads(1280)).isEqualTo(1);
        assertThat(profile.rounding()).isEqualTo("fp32");
        assertThat(profile.choices())
                .containsEntry("precision_reason", "fp32: asked for")
                .containsEntry("compute_lanes", "3 of 1 thread each (asked for: 3)");
    }

    @Test
    void plainIsOneLaneWithAllThreads(@TempDir Path cache) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 3);
        ExecutionProfile plain = ExecutionProfile.resolve(options, true, cache);
        assertThat(plain.target()).isEqualTo(GraphTarget.FP32_PLAIN);
        assertThat(plain.lanes()).isEqualTo(new CpuLanes(1, 1));
        assertThat(plain.operatorThreads(128)).isEqualTo(3);
        assertThat(plain.reasons().lanes()).isEqualTo("1 of 3 threads each (asked for: 3)");
    }

    @Test
    void lanesGoByTheWidthOfTheModel() {
        assertThat(INT8.operatorThreads(128)).isEqualTo(1);
        assertThat(INT8.operatorThreads(1280)).isEqualTo(4);
        assertThat(INT8.rounding()).isEqualTo("bf16-int8");
        ExecutionProfile gpus = new ExecutionProfile(
                "a kind of machine",
                List.of("cuda:0", "cuda:1"),
                Precision.BF16,
                new GraphTarget(ElementType.BF16, BackEnd.PLAIN),
                new CpuLanes(8, 2),
                8,
                0,
                new Reasons("", "", "", ""));
        assertThat(gpus.operatorThreads(1280)).isEqualTo(1);
        assertThat(gpus.deviceNames()).isEqualTo("cuda:0,cuda:1");
    }

    @Test
    void isCarriedToAnotherMachineAsItIs() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(INT8);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(INT8);
        }
    }

    @Test
    void aMachineOfAnotherKindRefusesIt(@TempDir Path cache) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 512, 3);
        ExecutionProfile here = ExecutionProfile.resolve(options, false, cache);
        assertThatCode(here::requireThisMachine).doesNotThrowAnyException();
        assertThatThrownBy(INT8::requireThisMachine)
                .isInstanceOf(DeviceException.class)
                .hasMessage("the profile was resolved on a kind of machine, and this machine is " + here.machine()
                        + ", where the last digits of scores may differ; resolve the profile on this kind of machine");
        assertThatThrownBy(() -> new EncoderRuntime(INT8, cache)).isInstanceOf(DeviceException.class);
    }

    @Test
    void aMachineWithoutTheGpuRefusesIt() {
        ExecutionProfile gpu = new ExecutionProfile(
                "a kind of machine",
                List.of("cuda:999"),
                Precision.BF16,
                new GraphTarget(ElementType.BF16, BackEnd.PLAIN),
                new CpuLanes(1, 1),
                1,
                0,
                new Reasons("", "", "", ""));
        assertThatThrownBy(gpu::requireThisMachine)
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("GPU 999 was asked for, but ");
    }

    @Test
    void whatIsNotResolvedIsNoProfile() {
        assertThatThrownBy(() -> new ExecutionProfile(
                        "a kind of machine",
                        List.of(),
                        Precision.AUTO,
                        GraphTarget.FP32_PLAIN,
                        new CpuLanes(1, 1),
                        1,
                        0,
                        new Reasons("", "", "", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a profile of devices [], precision auto and 1 threads is not resolved");
    }
}
