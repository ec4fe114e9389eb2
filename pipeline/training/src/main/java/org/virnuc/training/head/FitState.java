package org.virnuc.training.head;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.models.head.MlpWeights;

/**
 * A training between two epochs: all that is needed to continue it to the same bytes.
 *
 * @param weights after the last epoch
 * @param velocity what momentum has gathered
 * @param best weights after the epoch with the smallest validation loss; a copy, not a reference
 * @param epochs the learning curves so far
 */
public record FitState(MlpWeights weights, MlpWeights velocity, MlpWeights best, List<Epoch> epochs) {
    private static final String CURVES = "curves";

    public FitState {
        epochs = List.copyOf(epochs);
    }

    /** A training before its first epoch. */
    static FitState before(MlpWeights start) {
        return new FitState(start, none(start), start, List.of());
    }

    private static MlpWeights none(MlpWeights like) {
        int hidden = like.hidden();
        return new MlpWeights(
                like.features(),
                hidden,
                new float[like.hiddenWeight().length],
                new float[hidden],
                new float[hidden],
                new float[hidden],
                new float[hidden],
                new float[hidden],
                new float[like.outputWeight().length],
                new float[like.outputBias().length],
                0);
    }

    /** The epoch with the smallest validation loss, the earliest of several. */
    public Epoch bestEpoch() {
        Epoch found = epochs.get(0);
        for (Epoch epoch : epochs) {
            if (epoch.validationLoss() < found.validationLoss()) {
                found = epoch;
            }
        }
        return found;
    }

    /** The content of a safetensors file from which {@link #read} restores this state. */
    public byte[] bytes() {
        Map<String, TensorValues> tensors = new TreeMap<>();
        weights.tensors().forEach((name, tensor) -> tensors.put("weights." + name, tensor));
        velocity.tensors().forEach((name, tensor) -> tensors.put("velocity." + name, tensor));
        best.tensors().forEach((name, tensor) -> tensors.put("best." + name, tensor));
        double[] rows = new double[epochs.size() * Epoch.FIELDS];
        for (int i = 0; i < epochs.size(); i++) {
            Epoch epoch = epochs.get(i);
            double[] row = {
                epoch.number(),
                epoch.learningRate(),
                epoch.trainingLoss(),
                epoch.validationLoss(),
                epoch.validationAccuracy()
            };
            System.arraycopy(row, 0, rows, i * Epoch.FIELDS, Epoch.FIELDS);
        }
        tensors.put(CURVES, TensorValues.of(List.of((long) epochs.size(), (long) Epoch.FIELDS), rows));
        return SafetensorsWriter.bytes(tensors);
    }

    /** Reads a state that {@link #bytes} wrote. */
    public static FitState read(Path file) throws IOException {
        try (CheckpointReader reader = Checkpoints.open(file)) {
            return new FitState(
                    weights(reader, "weights."),
                    weights(reader, "velocity."),
                    weights(reader, "best."),
                    curves(reader));
        }
    }

    private static MlpWeights weights(CheckpointReader reader, String prefix) throws IOException {
        float[] matrix = floats(reader, prefix + "hidden_layer.weight");
        float[] bias = floats(reader, prefix + "hidden_layer.bias");
        return new MlpWeights(
                matrix.length / bias.length,
                bias.length,
                matrix,
                bias,
                floats(reader, prefix + "bn1.weight"),
                floats(reader, prefix + "bn1.bias"),
                floats(reader, prefix + "bn1.running_mean"),
                floats(reader, prefix + "bn1.running_var"),
                floats(reader, prefix + "output_layer.weight"),
                floats(reader, prefix + "output_layer.bias"),
                raw(reader, prefix + "bn1.num_batches_tracked").getLong());
    }

    private static List<Epoch> curves(CheckpointReader reader) throws IOException {
        ByteBuffer values = raw(reader, CURVES);
        List<Epoch> epochs = new ArrayList<>();
        while (values.hasRemaining()) {
            epochs.add(new Epoch(
                    (int) values.getDouble(),
                    values.getDouble(),
                    values.getDouble(),
                    values.getDouble(),
                    values.getDouble()));
        }
        return epochs;
    }

    private static float[] floats(CheckpointReader reader, String name) throws IOException {
        ByteBuffer bytes = raw(reader, name);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static ByteBuffer raw(CheckpointReader reader, String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.copyTo(name, out);
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
