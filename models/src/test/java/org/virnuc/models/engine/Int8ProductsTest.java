package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceException;
import org.virnuc.models.Precision;
import org.virnuc.models.TestFiles;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;
import org.virnuc.models.torchscript.TorchScriptArchive;

/** What a CPU's products of int8 are like decides how many bits a weight has. */
class Int8ProductsTest {
    private static final CpuLanes LANES = new CpuLanes(1, 1);

    @Test
    void exactProductsAreOfWholeBytes() {
        assertThat(Int8Products.of(new Answers(64, 64.01f))).isEqualTo(Int8Products.EXACT);
        assertThat(Int8Products.EXACT.backEnd()).isEqualTo(BackEnd.INT8);
    }

    /** 255 x 127 twice is 64,770, of which 16 bits hold 32,767. */
    @Test
    void productsThatOverflowAreOfSmallerWeights() {
        assertThat(Int8Products.of(new Answers(64, 32.4f))).isEqualTo(Int8Products.SATURATING);
        assertThat(Int8Products.of(new Answers(Float.NaN))).isEqualTo(Int8Products.SATURATING);
        assertThat(Int8Products.SATURATING.backEnd()).isEqualTo(BackEnd.INT8_REDUCED);
    }

    /** The back end that the probe chooses multiplies the largest inputs and weights of int8 without overflow. */
    @Test
    void thisCpuComputesTheLargestProductRight(@TempDir Path folder) throws IOException {
        assumeThat(CpuFeatures.hasOneDnn()).isTrue();
        NativeEngine.start(TestFiles.CACHE, true);
        Int8Products here = CpuProbe.speed(TestFiles.CACHE).int8();
        assertThat(here).isNotEqualTo(Int8Products.NONE);
        Path archive = folder.resolve("probe.pt");
        TorchScriptArchive.write(archive, Int8Products.module(here.backEnd()));
        try (ArchiveSession session = ArchiveSession.open(archive, Devices.CPU)) {
            assertThat(Int8Products.of(session)).isEqualTo(Int8Products.EXACT);
        }
    }

    @Test
    void aUserIsTold() {
        CpuSpeed old = new CpuSpeed(100, 0, Int8Products.SATURATING, LANES);
        assertThat(old.caution(Precision.INT8))
                .isEqualTo("; weights have 7 bits, because products of 8 bits overflow on this CPU");
        assertThat(old.caution(Precision.BF16)).isEqualTo("; this CPU has no instructions for bf16, so fp32 is faster");
        CpuSpeed recent = new CpuSpeed(100, 300, Int8Products.EXACT, LANES);
        assertThat(recent.caution(Precision.INT8)).isEmpty();
        assertThat(recent.caution(Precision.BF16)).isEmpty();
        assertThatThrownBy(() ->
                        Devices.precision(Precision.INT8, "cpu", () -> new CpuSpeed(100, 0, Int8Products.NONE, LANES)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("int8 was asked for, but oneDNN does not compute in it on this CPU;"
                        + " choose `precision` auto");
    }

    /** Gives the same numbers whatever it is asked. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answers(float... products) implements EncoderSession {
        @Override
        public String device() {
            return Devices.CPU;
        }

        @Override
        public float[] run(long[] ids, int rows, int length) {
            assertThat(Arrays.stream(ids).sum()).isEqualTo(64);
            return products.clone();
        }

        @Override
        public void close() {}
    }
}
