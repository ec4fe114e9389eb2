package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.DeviceException;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.TorchScriptArchive;
import org.virnuc.models.torchscript.Weight;

/** Measures this machine's CPU once, in about a second, and keeps the result until CPU, libtorch or core quota change. */
final class CpuProbe {
    private static final int ROWS = 256;
    private static final int WIDTH = 1024;
    private static final int LAYERS = 4;
    private static final int WARM_UPS = 3;
    private static final long NANOS_EACH = 250_000_000;
    private static final int LEAST_TRIES = 3;

    private static final String FORWARD =
            """
              def forward(self: __torch__.Probe, ids: Tensor) -> Tensor:
                w = torch.view(self.weight, [WIDTH, WIDTH])
                packed = PACKED
                x = torch.ones([ROWS, WIDTH], dtype=DTYPE, layout=None, device=ids.device, pin_memory=None)
                for i in range(LAYERS):
                  x = LINEAR
                return torch.to(torch.sum(x, [1]), 6)
            """;

    private CpuProbe() {}

    /** The speed kept in the cache; measured where there is none. Starts the engine only to measure. */
    static CpuSpeed speed(Path cacheDir) {
        return speed(cacheDir.resolve("cpu.properties"), key(), CpuProbe::measure);
    }

    static CpuSpeed speed(Path file, String key, Supplier<CpuSpeed> measure) {
        Properties kept = new Properties();
        if (Files.isReadable(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                kept.load(in);
            } catch (IOException | IllegalArgumentException e) {
                kept.clear(); // measured again
            }
        }
        return CpuSpeed.read(kept, key).orElseGet(() -> {
            CpuSpeed measured = measure.get();
            keep(file, measured.written(key));
            return measured;
        });
    }

    /** Everything that the speed of a core, and what is made of it, depends on. */
    private static String key() {
        Platform libtorch = Platform.detectPlatform("pytorch");
        String own = System.getenv("PYTORCH_LIBRARY_PATH");
        return CpuFeatures.description() + "; libtorch " + libtorch.getVersion() + " " + (own == null ? "" : own) + "; "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }

    /** A cache that cannot be written costs a measurement in every run, and nothing else. */
    private static void keep(Path file, Properties properties) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = Files.createTempFile(folder, "cpu", ".tmp");
            try (Writer out = Files.newBufferedWriter(temporary)) {
                properties.store(out, null);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return;
        }
    }

    private static CpuSpeed measure() {
        NativeEngine.stayOffline();
        NativeEngine.engine();
        CpuSpeed[] measured = new CpuSpeed[1];
        Thread core = new Thread(() -> measured[0] = onOneCore(), "virnuc-cpu-probe");
        core.start();
        boolean interrupted = false;
        while (core.isAlive()) {
            try {
                core.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return measured[0];
    }

    /** On a thread of its own, because the number of threads that an operator uses is the thread's. */
    private static CpuSpeed onOneCore() {
        JniUtils.setNumThreads(1);
        return new CpuSpeed(rate(ElementType.F32), rate(ElementType.BF16));
    }

    /** The speed of linear layers as encoders have them; 0 where they cannot be computed in the type. */
    private static double rate(ElementType type) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("virnuc-cpu");
            Path archive = folder.resolve("probe.pt");
            TorchScriptArchive.write(archive, module(type));
            try (ArchiveSession session = ArchiveSession.open(archive, Devices.CPU)) {
                return rate(session);
            } finally {
                Files.delete(archive);
            }
        } catch (DeviceException e) {
            if (type == ElementType.F32) {
                throw e;
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the folder for temporary files: " + e.getMessage(), e);
        } finally {
            delete(folder);
        }
    }

    /** The best of several tries: what else runs on the machine only makes it slower. */
    private static double rate(ArchiveSession session) {
        long[] nothing = new long[1];
        for (int i = 0; i < WARM_UPS; i++) {
            session.run(nothing, 1, 1);
        }
        long begun = System.nanoTime();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < LEAST_TRIES || System.nanoTime() - begun < NANOS_EACH; i++) {
            long start = System.nanoTime();
            session.run(nothing, 1, 1);
            best = Math.min(best, System.nanoTime() - start);
        }
        return 2.0 * LAYERS * ROWS * WIDTH * WIDTH / best;
    }

    private static ScriptModule module(ElementType type) {
        float[] weight = new float[WIDTH * WIDTH];
        Arrays.fill(weight, 1f / WIDTH);
        boolean oneDnn = CpuFeatures.hasOneDnn();
        String forward = FORWARD.replace("PACKED", oneDnn ? "ops.mkldnn._reorder_linear_weight(w, ROWS)" : "w")
                .replace(
                        "LINEAR",
                        oneDnn
                                ? "ops.mkldnn._linear_pointwise(x, packed, None, \"none\", [], \"\")"
                                : "torch.linear(x, packed)")
                .replace("DTYPE", type == ElementType.BF16 ? "15" : "6")
                .replace("ROWS", Integer.toString(ROWS))
                .replace("WIDTH", Integer.toString(WIDTH))
                .replace("LAYERS", Integer.toString(LAYERS));
        return ScriptModule.of("Probe", forward).tensor("weight", Weight.of(weight), type);
    }

    private static void delete(@Nullable Path folder) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return; // an empty folder is left behind
        }
    }
}
