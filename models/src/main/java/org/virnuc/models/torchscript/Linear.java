package org.virnuc.models.torchscript;

/**
 * A linear layer as a TorchScript module. Its methods are those that the graphs need: {@code forward}, and variants
 * fused with GELU ({@code gelu}), with the addition of a residual ({@code plus}) and with the multiplication by a gate
 * ({@code times}).
 */
public final class Linear {
    /** The type of the class in attribute declarations. */
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

    /** The number of rows that oneDNN optimizes the weights' layout for: the tokens of a typical batch. */
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

    /**
     * The int8 layer. Weights are quantized with a scale per output when the archive is loaded. Inputs are quantized
     * with a scale per token, so that the result for a token does not depend on other tokens of the batch. oneDNN is
     * fast if the left operand is unsigned, so inputs are shifted by 128, which oneDNN subtracts again. Only copies are
     * quantized in place, because the input may also be the residual. Minimum and maximum together take less time than
     * the maximum of absolute values.
     */
    private static final String INT8 =
            """
              scales : Tensor
              zeros : Tensor
              def forward(self: __torch__.Linear, x: Tensor) -> Tensor:
                x32 = torch.to(x, 6, False, True)
                highest = torch.maximum(torch.amax(x32, [-1], True), torch.neg(torch.amin(x32, [-1], True)))
                largest = torch.clamp_min(highest, SMALLEST)
                steps = torch.to(torch.round_(torch.mul_(x32, torch.mul(torch.reciprocal(largest), 127.))), 1)
                shifted = torch.bitwise_xor_(torch.to(steps, 0), 128)
                y = ops.onednn.qlinear_pointwise(shifted, 1., 128, self.weight, self.scales, self.zeros, None, 1., 0, DTYPE, "none", annotate(List[Optional[number]], []), "none")
                scale = torch.to(torch.div(largest, 127.), DTYPE)
                bias = self.bias
                if torch.__isnot__(bias, None):
                  z = torch.addcmul(unchecked_cast(Tensor, bias), y, scale)
                else:
                  z = torch.mul_(y, scale)
                return z
              def gelu(self: __torch__.Linear, x: Tensor) -> Tensor:
                return torch.gelu((self).forward(x))
              def plus(self: __torch__.Linear, x: Tensor, residual: Tensor) -> Tensor:
                return torch.add_((self).forward(x), residual)
              def times(self: __torch__.Linear, x: Tensor, gate: Tensor) -> Tensor:
                return torch.mul_((self).forward(x), gate)
              def __getstate__(self: __torch__.Linear) -> STATE:
                return (self.weight, self.bias, self.training)
              def __setstate__(self: __torch__.Linear, state: STATE) -> NoneType:
                weight = torch.to((state)[0], 6)
                scales = torch.clamp_min(torch.div(torch.amax(torch.abs(weight), [1]), LARGEST), SMALLEST)
                steps = torch.to(torch.round(torch.div(weight, torch.unsqueeze(scales, 1))), 1)
                self.weight = ops.onednn.qlinear_prepack(steps, [ROWS, torch.size(weight, 1)])
                self.scales = scales
                self.zeros = torch.zeros([torch.size(weight, 0)], dtype=4, layout=None, device=scales.device)
                self.bias = (state)[1]
                self.training = (state)[2]
                return None
            """
                    .replace("STATE", ScriptModule.STATE)
                    .replace("ROWS", ROWS)
                    .replace("SMALLEST", "1.0000000000000001e-30");

    private Linear() {}

    /** A layer {@code x W' + b} with weight {@code [out, in]} and bias {@code [out]}. */
    public static ScriptModule module(GraphTarget target, Weight weight, Weight bias) {
        return empty(target, weight).optional("bias", bias, target.type());
    }

    /** A layer {@code x W'} without bias, with weight {@code [out, in]}. */
    public static ScriptModule module(GraphTarget target, Weight weight) {
        return empty(target, weight).absent("bias");
    }

    private static ScriptModule empty(GraphTarget target, Weight weight) {
        ScriptModule module =
                switch (target.backEnd()) {
                    case PLAIN -> ScriptModule.of(CLASS, PLAIN);
                    case ONEDNN -> ScriptModule.withState(CLASS, ONEDNN);
                    case INT8 -> int8(target, "127.");
                    case INT8_REDUCED -> int8(target, "63.");
                };
        return module.tensor("weight", weight, target.type());
    }

    /** An int8 layer whose weights are whole numbers from {@code -largest} to {@code largest}, times the scale. */
    private static ScriptModule int8(GraphTarget target, String largest) {
        return ScriptModule.withState(
                CLASS, INT8.replace("DTYPE", Integer.toString(target.dtype())).replace("LARGEST", largest));
    }
}
