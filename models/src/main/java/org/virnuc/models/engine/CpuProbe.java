package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;
import org.virnuc.models.DeviceException;
import org.virnuc.models.ModelException;
import org.virnuc.models.Precision;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.TorchScriptArchive;

/**
 * Measures this machine's CPU once, in less than two seconds, and keeps the result until the CPU, libtorch or the core
 * quota changes.
 */
final class CpuProbe {
    private static final Logger LOG = LoggerFactory.getLogger(CpuProbe.class);
    private static final ProductChain PRODUCTS = new ProductChain(256, 1024, 4);
    private static final int WARM_UPS = 3;
    private static final long NANOS_EACH = 250_000_000;
    private static final int LEAST_TRIES = 3;

    /** Results by key. A result holds for the whole process even if it cannot be written to disk. */
    private static final Map<String, CpuSpeed> KNOWN = new ConcurrentHashMap<>();

    private CpuProbe() {}

    /**
     * The speed of this CPU: read from the cache, or measured if there is no entry. All calls in a process return the
     * same result. The engine is started only to measure. Machines that share a cache have separate files.
     */
    static CpuSpeed speed(Path cacheDir) {
        return speed(KNOWN, cacheDir, thisCpu(), () -> measure(cacheDir));
    }

    static CpuSpeed speed(Map<String, CpuSpeed> known, Path cacheDir, Cpu cpu, Supplier<CpuSpeed> measure) {
        return known.computeIfAbsent(cpu.key(), key -> speed(cacheDir.resolve(fileName(key)), cpu, measure));
    }

    static String fileName(String key) {
        UUID hash = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
        return "cpu-" + hash.toString().substring(0, 8) + ".properties";
    }

    static CpuSpeed speed(Path file, Cpu cpu, Supplier<CpuSpeed> measure) {
        Properties kept = new Properties();
        if (Files.isReadable(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                kept.load(in);
            } catch (IOException | IllegalArgumentException e) {
                kept.clear(); // damaged or unreadable: measure again
            }
        }
        return CpuSpeed.read(kept, cpu).orElseGet(() -> {
            CpuSpeed measured = measure.get();
            keep(file, measured.written(cpu.key()));
            return measured;
        });
    }

    /**
     * A CPU and its usable cores.
     *
     * @param key everything that the speed of a core and its use depend on
     * @param cores number of cores that may be used
     */
    record Cpu(String key, int cores) {}

    private static Cpu thisCpu() {
        int cores = Runtime.getRuntime().availableProcessors();
        Platform libtorch = Platform.detectPlatform("pytorch");
        String own = System.getenv("PYTORCH_LIBRARY_PATH");
        String key = CpuFeatures.description() + "; libtorch " + libtorch.getVersion() + " " + (own == null ? "" : own)
                + "; " + cores + " processors";
        return new Cpu(key, cores);
    }

    /** Writes the result; if it cannot be written, every process has to measure, and nothing else is lost. */
    private static void keep(Path file, Properties properties) {
        try {
            StringWriter text = new StringWriter();
            properties.store(text, null);
            AtomicFile.writeShared(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return;
        }
    }

    private static CpuSpeed measure(Path cacheDir) {
        NativeEngine.start(cacheDir, true);
        double[] rates = new double[2];
        // in a separate thread, because the number of threads that an operator uses is set per thread
        Thread core = new Thread(
                () -> {
                    JniUtils.setNumThreads(1);
                    rates[0] = rate(ElementType.F32);
                    rates[1] = rate(ElementType.BF16);
                },
                "virnuc-cpu-probe");
        core.start();
        UninterruptibleJoin.all(List.of(core));
        int cores = Runtime.getRuntime().availableProcessors();
        ElementType type = CpuSpeed.best(rates[0], rates[1]) == Precision.BF16 ? ElementType.BF16 : ElementType.F32;
        return new CpuSpeed(rates[0], rates[1], int8(), LaneProbe.measure(cores, type));
    }

    /** The speed of linear layers as encoders use them; 0 if this machine cannot compute them in this type. */
    private static double rate(ElementType type) {
        double[] rate = new double[1];
        try {
            withChain(PRODUCTS, type, session -> rate[0] = rate(session));
        } catch (DeviceException e) {
            if (type == ElementType.F32) {
                throw e;
            }
        }
        return rate[0];
    }

    private static Int8Products int8() {
        Int8Products[] found = {Int8Products.NONE};
        if (CpuFeatures.hasOneDnn()) {
            try {
                withModule(Int8Products.module(BackEnd.INT8), session -> found[0] = Int8Products.of(session));
            } catch (DeviceException | ModelException e) {
                LOG.debug("this CPU has no products of int8: {}", e.getMessage());
            }
        }
        return found[0];
    }

    /** Loads a chain of products with the back end that this machine is fastest with, and frees it after use. */
    static void withChain(ProductChain products, ElementType type, Consumer<EncoderSession> use) {
        withModule(products.module(type, CpuFeatures.hasOneDnn()), use);
    }

    private static void withModule(ScriptModule module, Consumer<EncoderSession> use) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("virnuc-cpu");
            Path archive = folder.resolve("probe.pt");
            TorchScriptArchive.write(archive, module);
            try (ArchiveSession session = ArchiveSession.open(archive, Devices.CPU)) {
                use.accept(session);
            } finally {
                Files.delete(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the folder for temporary files: " + Reason.of(e), e);
        } finally {
            delete(folder);
        }
    }

    /** Measured in CPU time, so that other programs on the machine do not count. */
    private static double rate(EncoderSession session) {
        long[] nothing = new long[1];
        for (int i = 0; i < WARM_UPS; i++) {
            session.run(nothing, 1, 1);
        }
        long begun = System.nanoTime();
        long busy = -cpuNanos();
        int runs = 0;
        while (runs < LEAST_TRIES || System.nanoTime() - begun < NANOS_EACH) {
            session.run(nothing, 1, 1);
            runs++;
        }
        busy += cpuNanos();
        return runs * PRODUCTS.operations() / busy;
    }

    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
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
