package org.virnuc.models.torchscript;

import org.virnuc.models.torchscript.GraphTarget.BackEnd;

/**
 * A linear layer as a module. Its methods are those that the graphs need: {@code forward}, {@code gelu} of it, {@code plus}
 * a residual, {@code times} a gate.
 */
final class Linear {
    /** Type of the class in attribute declarations. */
    static final String CLASS = "Linear";

    private static final String PLAIN =
            """
              def forward(self: __torch__.Linear, x: Tensor) -> Tensor:
                return torch.linear(x, self.weight, self.bias)
              def gelu(self: __torch__.Linear, x: Tensor) -> Tensor:
                return torch.gelu(torch.linear(x, self.weight, self.bias))
              def plus(self: __torch__.Linear, x: Tensor, residual: Tensor) -> Tensor:
                return torch.add(torch.linear(x, self.weight, self.bias), residual)
              def times(self: __torch__.Linear, x: Tensor, gate: Tensor) -> Tensor:
                return torch.mul(torch.linear(x, self.weight, self.bias), gate)
            """;

    /** The number of rows that oneDNN chooses the weights' layout for: tokens of a usual batch. */
    private static final String ROWS = "4096";

    private static final String ONEDNN =
            """
              def forward(self: __torch__.Linear, x: Tensor) -> Tensor:
                return ops.mkldnn._linear_pointwise(x, self.weight, self.bias, "none", [], "")
              def gelu(self: __torch__.Linear, x: Tensor) -> Tensor:
                return ops.mkldnn._linear_pointwise(x, self.weight, self.bias, "gelu", [], "none")
              def plus(self: __torch__.Linear, x: Tensor, residual: Tensor) -> Tensor:
                return ops.mkldnn._linear_pointwise(x, residual, self.weight, self.bias, "add")
              def times(self: __torch__.Linear, x: Tensor, gate: Tensor) -> Tensor:
                return ops.mkldnn._linear_pointwise(x, gate, self.weight, self.bias, "mul")
              def __getstate__(self: __torch__.Linear) -> STATE:
                return (torch.to_dense(self.weight), self.bias, self.training)
              def __setstate__(self: __torch__.Linear, state: STATE) -> NoneType:
                self.weight = ops.mkldnn._reorder_linear_weight((state)[0], ROWS)
                self.bias = (state)[1]
                self.training = (state)[2]
                return None
            """
                    .replace("STATE", ScriptModule.STATE)
                    .replace("ROWS", ROWS);

    private Linear() {}

    /** A layer {@code x W' + b} with weight {@code [out, in]} and bias {@code [out]}. */
    static ScriptModule module(GraphTarget target, Weight weight, Weight bias) {
        return empty(target, weight).optional("bias", bias, target.type());
    }

    /** A layer without bias. */
    static ScriptModule module(GraphTarget target, Weight weight) {
        return empty(target, weight).absent("bias");
    }

    private static ScriptModule empty(GraphTarget target, Weight weight) {
        ScriptModule module = target.backEnd() == BackEnd.ONEDNN
                ? ScriptModule.withState(CLASS, ONEDNN)
                : ScriptModule.of(CLASS, PLAIN);
        return module.tensor("weight", weight, target.type());
    }
}
