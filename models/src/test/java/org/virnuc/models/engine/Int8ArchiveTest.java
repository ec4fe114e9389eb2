package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.TestFiles;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.dnaberts.DnabertSGraph;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;
import org.virnuc.models.torchscript.MemoryCheckpoint;
import org.virnuc.models.torchscript.TorchScriptArchive;
import org.virnuc.models.torchscript.Weight;

/** int8 with fp32 between the linear layers, as CPUs without bf16 compute it: a layer's input is its residual, too. */
class Int8ArchiveTest {
    private static final int WIDTH = 32;
    private static final int LAYERS = 2;
    private static final int TOKENS = 20;

    private final Map<String, Weight> weights = new HashMap<>();
    private final MemoryCheckpoint checkpoint = new MemoryCheckpoint();
    private final Random random = new Random(12);

    @Test
    void quantizingLeavesTheInputAsItWas(@TempDir Path folder) throws IOException {
        assumeThat(CpuFeatures.hasOneDnn()).isTrue();
        Int8Products products = CpuProbe.speed(TestFiles.CACHE).int8();
        assertThat(products).isNotEqualTo(Int8Products.NONE);
        encoder();
        float[] exact = vector(folder.resolve("plain.pt"), BackEnd.PLAIN);
        float[] rounded = vector(folder.resolve("int8.pt"), products.backEnd());
        assertThat(rounded).isNotEqualTo(exact);
        assertThat(cosine(exact, rounded)).isGreaterThan(0.999);
    }

    private float[] vector(Path archive, BackEnd backEnd) throws IOException {
        DnabertSGraph graph = new DnabertSGraph(LAYERS, WIDTH, 4, 1e-12);
        TorchScriptArchive.write(archive, graph.module(weights, new GraphTarget(ElementType.F32, backEnd)));
        long[] ids = new Random(13).longs(TOKENS, 0, TOKENS).toArray();
        NativeEngine.start(TestFiles.CACHE, true);
        try (ArchiveSession session = ArchiveSession.open(archive, Devices.CPU)) {
            return session.run(ids, 1, TOKENS);
        }
    }

    private void encoder() {
        weight("embedding", 1, TOKENS, WIDTH);
        weight("token_type", 1, WIDTH);
        norm("norm");
        for (int i = 0; i < LAYERS; i++) {
            String layer = "layer." + i + ".";
            norm(layer + "norm1");
            norm(layer + "norm2");
            linear(layer + "qkv", 3 * WIDTH, WIDTH);
            linear(layer + "out", WIDTH, WIDTH);
            linear(layer + "gate", 4 * WIDTH, WIDTH);
            linear(layer + "value", 4 * WIDTH, WIDTH);
            linear(layer + "down", WIDTH, 4 * WIDTH);
        }
    }

    private void linear(String name, int outputs, int inputs) {
        weight(name + ".weight", (float) (1 / Math.sqrt(inputs)), outputs, inputs);
        weight(name + ".bias", 0.1f, outputs);
    }

    private void norm(String name) {
        weight(name + ".weight", 1, WIDTH);
        weight(name + ".bias", 0.1f, WIDTH);
    }

    private void weight(String name, float scale, int... shape) {
        int count = 1;
        for (int extent : shape) {
            count *= extent;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = scale * (float) random.nextGaussian();
        }
        List<Long> extents =
                Arrays.stream(shape).mapToObj(extent -> (long) extent).toList();
        weights.put(name, Weight.of(checkpoint.floats(name, extents, values), name));
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squares = 0;
        double others = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squares += (double) a[i] * a[i];
            others += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squares * others);
    }
}
