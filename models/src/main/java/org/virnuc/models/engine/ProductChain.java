package org.virnuc.models.engine;

import java.util.Arrays;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.Weight;

/**
 * A graph of square matrix products in sequence, as encoders have them; it measures the best speed that a machine can
 * reach.
 *
 * @param rows rows of the matrix that is multiplied, comparable to the tokens of a batch
 * @param width width of the square matrix
 * @param layers number of multiplications
 */
public record ProductChain(int rows, int width, int layers) {
    private static final String FORWARD =
            """
              def forward(self: __torch__.Probe, ids: Tensor) -> Tensor:
                w = torch.view(self.weight, [WIDTH, WIDTH])
                packed = PACKED
                x = torch.ones([ROWS, WIDTH], dtype=DTYPE, layout=None, device=ids.device, pin_memory=None)
                for i in range(LAYERS):
                  x = LINEAR
                return torch.to(torch.sum(x, [1]), 6)
            """;

    /** Floating-point operations of one run. */
    public double operations() {
        return 2.0 * layers * rows * width * width;
    }

    /**
     * The graph; its output is {@link #rows} numbers, whatever the input.
     *
     * @param type element type of the products
     * @param oneDnn whether to use oneDNN with reordered weights instead of libtorch's own linear layer
     */
    public ScriptModule module(ElementType type, boolean oneDnn) {
        float[] weight = new float[width * width];
        Arrays.fill(weight, 1f / width);
        String forward = FORWARD.replace("PACKED", oneDnn ? "ops.mkldnn._reorder_linear_weight(w, ROWS)" : "w")
                .replace(
                        "LINEAR",
                        oneDnn
                                ? "ops.mkldnn._linear_pointwise(x, packed, None, \"none\", [], \"\")"
                                : "torch.linear(x, packed)")
                .replace("DTYPE", type == ElementType.BF16 ? "15" : "6")
                .replace("ROWS", Integer.toString(rows))
                .replace("WIDTH", Integer.toString(width))
                .replace("LAYERS", Integer.toString(layers));
        return ScriptModule.of("Probe", forward).tensor("weight", Weight.of(weight), type);
    }
}
