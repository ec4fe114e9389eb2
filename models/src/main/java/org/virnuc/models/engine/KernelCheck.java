package org.virnuc.models.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.virnuc.models.DeviceException;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.TorchScriptArchive;
import org.virnuc.models.torchscript.Weight;

/** Computes a small product on a device and compares it with the same product in Java, to find out whether it computes at all. */
final class KernelCheck {
    private static final int WIDTH = 48;
    private static final double TOLERANCE = 1e-4;

    private static final String FORWARD =
            """
              def forward(self: __torch__.Probe, ids: Tensor) -> Tensor:
                w = torch.view(self.weight, [WIDTH, WIDTH])
                return torch.matmul(torch.matmul(w, w), torch.to(ids, 6))
            """;

    private KernelCheck() {}

    /**
     * Compares on one device.
     *
     * @return how the device fails; empty if its numbers are right
     */
    static Optional<String> failure(String device) {
        return failure(archive -> ArchiveSession.open(archive, device));
    }

    static Optional<String> failure(Function<Path, EncoderSession> opening) {
        float[] weights = new float[WIDTH * WIDTH];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i * 37 % 101 - 50) / 100f;
        }
        long[] ids = new long[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            ids[i] = i % 7 - 3L;
        }
        try {
            Path folder = Files.createTempDirectory("virnuc-check");
            Path archive = folder.resolve("check.pt");
            try {
                ScriptModule module = ScriptModule.of("Probe", FORWARD.replace("WIDTH", Integer.toString(WIDTH)))
                        .tensor("weight", Weight.of(weights), ElementType.F32);
                TorchScriptArchive.write(archive, module);
                try (EncoderSession session = opening.apply(archive)) {
                    return difference(session.run(ids, WIDTH, 1), expected(weights, ids));
                }
            } finally {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(folder);
            }
        } catch (DeviceException | IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> difference(float[] found, double[] expected) {
        if (found.length != expected.length) {
            return Optional.of("a product has " + found.length + " numbers, expected " + expected.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE * Math.max(1, Math.abs(expected[i])))) {
                return Optional.of(String.format(
                        Locale.ROOT, "number %d of a product is %.5f, expected %.5f", i, found[i], expected[i]));
            }
        }
        return Optional.empty();
    }

    /** {@code W (W x)}, which is what the graph computes in the other order. */
    private static double[] expected(float[] weights, long[] ids) {
        double[] vector = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            vector[i] = ids[i];
        }
        return product(weights, product(weights, vector));
    }

    private static double[] product(float[] weights, double[] vector) {
        double[] result = new double[WIDTH];
        for (int row = 0; row < WIDTH; row++) {
            for (int column = 0; column < WIDTH; column++) {
                result[row] += weights[row * WIDTH + column] * vector[column];
            }
        }
        return result;
    }
}
