package org.virnuc.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.virnuc.files.Digests;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.chunkhead.ChunkHeadFiles;

/** A chunk head that adds up its inputs, of every kind that fits a {@link FakeModel}. */
final class FakeChunkHead {
    private static final Map<String, Integer> INPUTS = new TreeMap<>(Map.of(
            "scores", 20,
            "kmers4", 136,
            "dna-chunk", FakeModel.DNA_DIMENSION,
            "dna-mean", FakeModel.DNA_DIMENSION,
            "protein-mean", FakeModel.PROTEIN_DIMENSION));
    private static final int WIDTH =
            INPUTS.values().stream().mapToInt(Integer::intValue).sum();

    private FakeChunkHead() {}

    /** Reads a chunk head whose weights all have this value. */
    static ChunkHead of(float weight) {
        try (TemporaryFolder folder =
                TemporaryFolder.in(Path.of(System.getProperty("java.io.tmpdir")), "chunk-head-")) {
            write(folder.path(), weight);
            return ChunkHeadFiles.beside(folder.path().resolve("head"), new ChunkHeadFiles.Model("d", "p", "h", "o"))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path folder, float weight) throws IOException {
        byte[] tensors = SafetensorsWriter.bytes(Map.of(
                "0.mean", filled(List.of((long) WIDTH), 0),
                "0.scale", filled(List.of((long) WIDTH), 1),
                "0.layers.0.weight", filled(List.of(1L, (long) WIDTH), weight),
                "0.layers.0.bias", filled(List.of(1L), 0)));
        Files.write(folder.resolve("chunk-head.safetensors"), tensors);
        String features = INPUTS.entrySet().stream()
                .map(input -> "{\"name\": \"" + input.getKey() + "\", \"width\": " + input.getValue() + "}")
                .collect(Collectors.joining(", "));
        Files.writeString(
                folder.resolve("chunk-head.json"),
                """
                {"format": "virnuc-chunk-head/1",
                 "model": {"dna": "d", "protein": "p", "head": "h", "dna_head": "o"},
                 "weights": "WEIGHTS", "stretches": {"most": 3, "leastResidues": 20},
                 "features": [FEATURES], "clip": 6, "networks": 1,
                 "layers": [{"outputs": 1, "activation": "NONE"}],
                 "calibration": {"500": {"intercept": 0, "slope": 1}},
                 "record": {"500": {"clip": 5, "intercept": 0, "slope": 1, "slope_log_n": 0.5}}}
                """
                        .replace("WEIGHTS", Digests.ofFile(folder.resolve("chunk-head.safetensors")))
                        .replace("FEATURES", features));
    }

    private static TensorValues filled(List<Long> shape, float value) {
        float[] values =
                new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, value);
        return TensorValues.of(shape, values);
    }
}
