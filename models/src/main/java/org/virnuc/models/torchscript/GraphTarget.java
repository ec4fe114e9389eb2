package org.virnuc.models.torchscript;

import java.io.Serializable;
import java.util.Locale;
import org.virnuc.models.checkpoint.ElementType;

/**
 * What a graph is generated for.
 *
 * @param type the element type of weights and of everything computed but the mean
 * @param backEnd how linear layers are computed
 */
public record GraphTarget(ElementType type, BackEnd backEnd) implements Serializable {

    /** How linear layers are computed. */
    public enum BackEnd {
        /** {@code aten::linear} and fused attention: any device, any platform. */
        PLAIN,
        /** oneDNN with weights reordered at load, activations and residuals fused: x86-64 CPUs. */
        ONEDNN,
        /** oneDNN with weights and inputs in int8, everything between in the element type: x86-64 CPUs. */
        INT8
    }

    /** fp32 with nothing that only some machines have. */
    public static final GraphTarget FP32_PLAIN = new GraphTarget(ElementType.F32, BackEnd.PLAIN);

    /** The target in file names, such as {@code bf16-onednn}. */
    public String name() {
        String word = type == ElementType.F32 ? "fp32" : type == ElementType.F16 ? "fp16" : "bf16";
        return word + "-" + backEnd.name().toLowerCase(Locale.ROOT);
    }

    /** PyTorch's number of the element type, as TorchScript source writes it. */
    public int dtype() {
        return switch (type) {
            case F16 -> 5;
            case F32 -> 6;
            case BF16 -> 15;
            default -> throw new IllegalArgumentException("a graph cannot compute in " + type);
        };
    }

    /**
     * Whether attention is one fused call. On CPUs the fused kernel is the faster in fp32, and in bf16 much slower than two
     * batched matrix products with oneDNN's softmax between, which takes half as long as PyTorch's own.
     */
    public boolean fusedAttention() {
        return backEnd == BackEnd.PLAIN || type == ElementType.F32;
    }
}
