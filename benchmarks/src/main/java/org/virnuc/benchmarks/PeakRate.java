package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.engine.ProductChain;
import org.virnuc.models.torchscript.TorchScriptArchive;

/** The highest rate of matrix products that libtorch reaches here, over sizes and back ends, through the same engine and lanes as encoders. */
final class PeakRate {
    private static final List<ProductChain> SIZES =
            List.of(new ProductChain(1008, 1280, 4), new ProductChain(2048, 2048, 2), new ProductChain(1024, 4096, 1));
    private static final Tokenizer ONE_TOKEN =
            texts -> texts.stream().map(text -> new int[] {0}).toArray(int[][]::new);

    private PeakRate() {}

    /** Operations a second of that number of lanes of one thread each. */
    static double measured(Path cache, Precision precision, int lanes, int rounds) throws IOException {
        double best = 0;
        for (ProductChain size : SIZES) {
            for (boolean oneDnn : new boolean[] {true, false}) {
                long nanos = fastest(cache, precision, lanes, rounds, size, oneDnn);
                best = Math.max(best, lanes * size.operations() / (nanos / 1e9));
            }
        }
        return best;
    }

    private static long fastest(
            Path cache, Precision precision, int lanes, int rounds, ProductChain size, boolean oneDnn)
            throws IOException {
        Path archive = Files.createTempFile("virnuc-peak", ".pt");
        try {
            ElementType type = precision == Precision.FP32 ? ElementType.F32 : ElementType.BF16;
            TorchScriptArchive.write(archive, size.module(type, oneDnn));
            // One token a batch: a batch is one run of the graph.
            EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, precision, 1, lanes);
            EncoderInfo info = EncoderInfo.of("peak")
                    .precision(precision.word())
                    .device("cpu")
                    .build();
            try (SequenceEncoder encoder = new EncoderRuntime(ExecutionProfile.resolve(options, false, cache), cache)
                    .encoder(archive, ONE_TOKEN, 1, info)) {
                List<BatchFigures> runs = Roofline.batches(encoder, lanes * (rounds + 2), "A");
                return runs.stream().mapToLong(BatchFigures::nanos).min().orElseThrow();
            }
        } finally {
            Files.delete(archive);
        }
    }
}
