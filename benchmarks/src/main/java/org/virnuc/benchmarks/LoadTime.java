package org.virnuc.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;

/**
 * From a protein encoder's published files to its first vector, with the engine running: its conversion where there is none in
 * the cache, its loading, its first batch. {@code benchmarks/reference/load_time.py} runs it beside PyTorch.
 */
public final class LoadTime {
    /** Residues of a 500 bp frame. */
    private static final String FRAME = "MKRIGRITGELLEAIRKGA".repeat(9).substring(0, 166);

    private LoadTime() {}

    /** Takes VirNuc's cache, the three parts of a model, and a precision. */
    public static void main(String[] arguments) throws Exception {
        ModelStore store = new ModelStore(Path.of(arguments[0]));
        ModelPack pack = store.parts(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
        EncoderOptions options = new EncoderOptions(DeviceChoice.AUTO, Precision.of(arguments[4]), 0, 0);
        store.openHead(pack.head(), options).close();
        long start = System.nanoTime();
        try (SequenceEncoder encoder = store.openProtein(pack.protein(), options)) {
            long loaded = System.nanoTime();
            encoder.encode(List.of(FRAME), batch -> {});
            long done = System.nanoTime();
            System.out.printf(Locale.ROOT, "%.3f %.3f%n", (loaded - start) / 1e9, (done - loaded) / 1e9);
        }
    }
}
