package org.virnuc.models.chunkhead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.files.Digests;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.checkpoint.TensorValues;

/** A chunk head of three inputs and a hidden layer of two, as files beside a head. */
final class ChunkHeadSample {
    static final ChunkHeadFiles.Model MODEL = new ChunkHeadFiles.Model("d", "p", "h", "o");

    final ObjectNode json;
    final Map<String, TensorValues> tensors = new LinkedHashMap<>();

    ChunkHeadSample() throws IOException {
        json = (ObjectNode)
                new JsonMapper()
                        .readTree(
                                """
                {"format": "virnuc-chunk-head/1",
                 "model": {"dna": "d", "protein": "p", "head": "h", "dna_head": "o"},
                 "stretches": {"most": 3, "leastResidues": 20},
                 "features": [{"name": "gc", "width": 1}, {"name": "stretch_shares", "width": 2}],
                 "clip": 6, "networks": 1,
                 "layers": [{"outputs": 2, "activation": "SILU"}, {"outputs": 1, "activation": "NONE"}],
                 "calibration": {"500": {"intercept": 0, "slope": 1}, "300": {"intercept": 1, "slope": 2}},
                 "record": {"500": {"clip": 5, "intercept": 0.5, "slope": 1, "slope_log_n": 0.25}}}
                """);
        put("0.mean", List.of(3L), 1, 2, 3);
        put("0.scale", List.of(3L), 1, 2, 0.5f);
        put("0.layers.0.weight", List.of(2L, 3L), 1, 0, 0, 0, 1, -1);
        put("0.layers.0.bias", List.of(2L), 0, 0.5f);
        put("0.layers.1.weight", List.of(1L, 2L), 2, -3);
        put("0.layers.1.bias", List.of(1L), 0.25f);
    }

    ChunkHeadSample put(String name, List<Long> shape, float... values) {
        tensors.put(name, TensorValues.of(shape, values));
        return this;
    }

    ChunkHeadSample with(String field, JsonNode value) {
        json.set(field, value);
        return this;
    }

    /** Writes both files to a folder; the path is that of the head that they lie beside. */
    Path write(Path folder) throws IOException {
        Path file = folder.resolve(ChunkHeadFiles.TENSORS);
        Files.write(file, SafetensorsWriter.bytes(tensors));
        if (!json.has("weights")) {
            json.put("weights", Digests.ofFile(file));
        }
        Files.writeString(folder.resolve(ChunkHeadFiles.JSON), json.toString());
        return folder.resolve("head.safetensors");
    }
}
