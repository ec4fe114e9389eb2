package org.virnuc.models.head;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.models.torchscript.NamedWeights;

/**
 * The weights of a head in memory, to be trained: VirNucPro's {@code MLPClassifier} with one hidden layer, batch norm
 * and two outputs. Matrices are row-major.
 *
 * @param features number of inputs
 * @param hidden width of the hidden layer
 * @param hiddenWeight {@code [hidden, features]}
 * @param normMean running mean of batch norm
 * @param normVariance running variance of batch norm
 * @param outputWeight {@code [2, hidden]}; row 0 is others, row 1 virus
 * @param batches number of batches that the running statistics have seen
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MlpWeights(
        int features,
        int hidden,
        float[] hiddenWeight,
        float[] hiddenBias,
        float[] normWeight,
        float[] normBias,
        float[] normMean,
        float[] normVariance,
        float[] outputWeight,
        float[] outputBias,
        long batches) {
    private static final String BATCHES = "bn1.num_batches_tracked";

    /**
     * Reads a head in any format that a run accepts.
     *
     * @throws org.virnuc.models.ModelException if the file is not a valid head
     */
    public static MlpWeights read(Path path) throws IOException {
        try (CheckpointReader reader = Checkpoints.open(path)) {
            HeadConfig config = HeadConfig.of(path, reader);
            NamedWeights weights = new NamedWeights(HeadWeights.of(path, reader, config));
            float[][] values = new float[MlpGraph.WEIGHTS.size()][];
            for (int i = 0; i < values.length; i++) {
                String name = MlpGraph.WEIGHTS.get(i);
                values[i] = Objects.requireNonNull(weights.get(name), name).floats();
            }
            return new MlpWeights(
                    config.features(),
                    config.hidden(),
                    values[0],
                    values[1],
                    values[2],
                    values[3],
                    values[4],
                    values[5],
                    values[6],
                    values[7],
                    batches(reader, config.prefix() + BATCHES));
        }
    }

    /** The number of batches, which PyTorch stores beside the weights; 0 if it is not there. */
    private static long batches(CheckpointReader reader, String name) throws IOException {
        TensorInfo info = reader.tensors().get(name);
        if (info == null || info.type() != ElementType.I64 || info.elements() != 1) {
            return 0;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.copyTo(name, out);
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** The tensors by VirNucPro's names, in the order in which PyTorch lists them. */
    public Map<String, TensorValues> tensors() {
        List<Long> width = List.of((long) hidden);
        Map<String, TensorValues> tensors = new LinkedHashMap<>();
        tensors.put("hidden_layer.weight", TensorValues.of(List.of((long) hidden, (long) features), hiddenWeight));
        tensors.put("hidden_layer.bias", TensorValues.of(width, hiddenBias));
        tensors.put("bn1.weight", TensorValues.of(width, normWeight));
        tensors.put("bn1.bias", TensorValues.of(width, normBias));
        tensors.put("bn1.running_mean", TensorValues.of(width, normMean));
        tensors.put("bn1.running_var", TensorValues.of(width, normVariance));
        tensors.put(BATCHES, TensorValues.of(batches));
        tensors.put("output_layer.weight", TensorValues.of(List.of(2L, (long) hidden), outputWeight));
        tensors.put("output_layer.bias", TensorValues.of(List.of(2L), outputBias));
        return tensors;
    }
}
