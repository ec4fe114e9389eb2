package org.virnuc.models.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ElementType;

class WeightTest {
    private final MemoryCheckpoint checkpoint = new MemoryCheckpoint()
            .floats("a", List.of(3L, 2L), 1, 2, 3, 4, 5, 6)
            .floats("b", List.of(1L, 2L), 7, 8)
            .bytes("half", ElementType.F16, List.of(2L), new byte[] {0, 0x3c, 0, (byte) 0xc0})
            .bytes("int", ElementType.I32, List.of(1L), new byte[4]);

    @Test
    void joinsSlicesAndScalesWhileStreaming() throws IOException {
        Weight rows = Weight.of(checkpoint, "a").rows(1, 3).scaled(10);
        Weight joined = Weight.concat(List.of(rows, Weight.of(checkpoint, "b")));
        assertThat(joined.shape()).containsExactly(3L, 2L);
        assertThat(values(joined, ElementType.F32)).containsExactly(30, 40, 50, 60, 7, 8);
    }

    @Test
    void convertsBetweenPrecisions() throws IOException {
        assertThat(values(Weight.of(checkpoint, "half"), ElementType.F32)).containsExactly(1, -2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Weight.of(checkpoint, "half").copyTo(out, ElementType.BF16);
        Weight.of(1.5f).copyTo(out, ElementType.F16);
        assertThat(out.toByteArray()).containsExactly(0x80, 0x3f, 0x00, 0xc0, 0x00, 0x3e);
    }

    @Test
    void refusesTensorsThatAreNotFloatingPoint() {
        assertThatThrownBy(() -> values(Weight.of(checkpoint, "int"), ElementType.F32))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("tensor int holds I32 values; expected F64, F32, F16 or BF16");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        Weight a = Weight.of(checkpoint, "a");
        assertThatThrownBy(() -> Weight.concat(List.of(a, Weight.of(checkpoint, "half"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.rows(2, 4)).hasMessage("rows 2 to 4 of [3, 2]");
        assertThatThrownBy(() -> Weight.of(checkpoint, "z")).hasMessage("the checkpoint has no tensor z");
    }

    private static float[] values(Weight weight, ElementType type) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        weight.copyTo(out, type);
        float[] values = new float[(int) weight.elements()];
        ByteBuffer.wrap(out.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
