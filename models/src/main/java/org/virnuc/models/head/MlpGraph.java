package org.virnuc.models.head;

import java.util.List;
import java.util.Map;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.NamedWeights;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.Weight;

/**
 * The head as TorchScript: features {@code [N, F]} in, softmax {@code [N, 2]} out, all fp32. The layers are linear,
 * batch norm with the running statistics from training, ReLU, linear.
 */
record MlpGraph(double epsilon) {
    /** Changes whenever archives written by an older version would compute something else, or more slowly. */
    static final int VERSION = 1;

    /** The weights that {@link #module} needs, by canonical name. */
    static final List<String> WEIGHTS = List.of(
            "hidden_weight",
            "hidden_bias",
            "norm_weight",
            "norm_bias",
            "norm_mean",
            "norm_variance",
            "output_weight",
            "output_bias");

    private static final String FORWARD =
            """
              def forward(self: __torch__.Mlp, features: Tensor) -> Tensor:
                hidden = torch.linear(features, self.hidden_weight, self.hidden_bias)
                normed = torch.batch_norm(hidden, self.norm_weight, self.norm_bias, self.norm_mean, self.norm_variance, False, 0.1, EPSILON, False)
                return torch.softmax(torch.linear(torch.relu(normed), self.output_weight, self.output_bias), -1)
            """;

    /** The module with its weights. */
    ScriptModule module(Map<String, Weight> weights) {
        NamedWeights source = new NamedWeights(weights);
        ScriptModule root = ScriptModule.of("Mlp", FORWARD.replace("EPSILON", Double.toString(epsilon)));
        WEIGHTS.forEach(name -> root.tensor(name, source.get(name), ElementType.F32));
        return root;
    }
}
