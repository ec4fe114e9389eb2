package org.virnuc.models.head;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.TensorCheck;
import org.virnuc.models.torchscript.Weight;

/** Maps the tensors of VirNucPro's {@code MLPClassifier} to the names that the graph uses. */
final class HeadWeights {
    static final String HIDDEN = "hidden_layer";

    private static final Pattern HARMLESS = Pattern.compile("(.*\\.)?bn1\\.num_batches_tracked");

    private HeadWeights() {}

    /**
     * The weights by the graph's names.
     *
     * @throws org.virnuc.models.ModelException naming every tensor that is missing, misshaped or unexpected
     */
    static Map<String, Weight> of(Path path, CheckpointReader reader, HeadConfig config) {
        List<Long> hidden = List.of((long) config.hidden());
        Map<String, Tensor> graph = new LinkedHashMap<>();
        graph.put("hidden_weight", new Tensor(HIDDEN + ".weight", List.of(hidden.get(0), (long) config.features())));
        graph.put("hidden_bias", new Tensor(HIDDEN + ".bias", hidden));
        graph.put("norm_weight", new Tensor("bn1.weight", hidden));
        graph.put("norm_bias", new Tensor("bn1.bias", hidden));
        graph.put("norm_mean", new Tensor("bn1.running_mean", hidden));
        graph.put("norm_variance", new Tensor("bn1.running_var", hidden));
        graph.put("output_weight", new Tensor("output_layer.weight", List.of(2L, hidden.get(0))));
        graph.put("output_bias", new Tensor("output_layer.bias", List.of(2L)));
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        graph.values().forEach(tensor -> expected.put(config.prefix() + tensor.name, tensor.shape));
        TensorCheck.verify(path, "a head of VirNucPro", reader, expected, HARMLESS);
        Map<String, Weight> weights = new LinkedHashMap<>();
        graph.forEach((name, tensor) -> weights.put(name, Weight.of(reader, config.prefix() + tensor.name)));
        return weights;
    }

    private record Tensor(String name, List<Long> shape) {}
}
