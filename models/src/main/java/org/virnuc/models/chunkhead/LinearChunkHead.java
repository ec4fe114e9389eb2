package org.virnuc.models.chunkhead;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.models.chunkhead.ChunkHeadFiles.Model;

/**
 * A chunk head whose only network is one linear layer, to be written as the files that {@link ChunkHeadFiles} reads.
 *
 * @param stretches the stretches of a chunk that are read by the encoders
 * @param layer takes the features, in order
 * @param lines by chunk length, what turns the output of the layer into log odds
 * @param records by chunk length, how the chunks of a record are put together
 */
public record LinearChunkHead(
        ChunkHead.Stretches stretches,
        List<ChunkHead.Feature> features,
        Layer layer,
        Map<Integer, Line> lines,
        Map<Integer, RecordRule> records) {

    public LinearChunkHead {
        features = List.copyOf(features);
    }

    /**
     * A linear layer with one output. Inputs are standardized and cut off at {@code clip} and its opposite first.
     *
     * @param mean subtracted from the inputs
     * @param scale what centred inputs are divided by
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Layer(float[] mean, float[] scale, double clip, float[] weight, float bias) {}

    /**
     * A line from the output of the layer to log odds.
     *
     * @param error how far its probabilities are off on sequences that it was not fitted to
     */
    public record Line(double intercept, double slope, double error) {}

    /**
     * Writes both files. The same chunk head gives the same bytes.
     *
     * @param json the file that describes the chunk head; the other is {@linkplain ChunkHeadFiles#tensors beside it}
     * @param model the model that it belongs to
     */
    public void write(Path json, Model model) throws IOException {
        long inputs = layer.weight().length;
        byte[] tensors = SafetensorsWriter.bytes(Map.of(
                "0.mean", TensorValues.of(List.of(inputs), layer.mean()),
                "0.scale", TensorValues.of(List.of(inputs), layer.scale()),
                "0.layers.0.weight", TensorValues.of(List.of(1L, inputs), layer.weight()),
                "0.layers.0.bias", TensorValues.of(List.of(1L), new float[] {layer.bias()})));
        Map<Integer, Declaration.Calibration> calibration = new TreeMap<>();
        lines.forEach((length, line) ->
                calibration.put(length, new Declaration.Calibration(line.intercept(), line.slope(), line.error())));
        Declaration declaration = new Declaration(
                Declaration.FORMAT,
                model,
                Digests.ofBytes(tensors),
                stretches,
                layer.clip(),
                null,
                features,
                1,
                List.of(new Declaration.Layer(1, DenseNetwork.Activation.NONE)),
                new ByLength<>(calibration),
                new ByLength<>(records),
                null);
        AtomicFile.write(ChunkHeadFiles.tensors(json), tensors);
        AtomicFile.write(json, declaration.bytes());
    }
}
