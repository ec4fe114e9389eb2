package org.virnuc.models.torchscript;

import java.io.Serializable;
import java.util.Locale;
import org.virnuc.files.PublicApi;
import org.virnuc.models.checkpoint.ElementType;

/**
 * What a graph is generated for: an element type and a back end.
 *
 * @param type the element type of weights and of all computation except the mean
 * @param backEnd how linear layers are computed
 */
@PublicApi
public record GraphTarget(ElementType type, BackEnd backEnd) implements Serializable {

    /** How linear layers are computed. */
    public enum BackEnd {
        /** {@code aten::linear} and fused attention: any device, any platform. */
        PLAIN,
        /** oneDNN with weights reordered when loaded, fused with activations and residuals: x86-64 CPUs. */
        ONEDNN,
        /** oneDNN with weights and inputs in int8, everything else in the element type: x86-64 CPUs with VNNI. */
        INT8,
        /**
         * As {@link #INT8}, but with weights of 7 bits. CPUs without VNNI add pairs of products in 16 bits, where pairs of
         * whole bytes overflow.
         */
        INT8_REDUCED
    }

    /** fp32 on the plain back end, which every machine supports. */
    public static final GraphTarget FP32_PLAIN = new GraphTarget(ElementType.F32, BackEnd.PLAIN);

    /** The target as part of file names, such as {@code bf16-onednn}. */
    public String name() {
        String word = type == ElementType.F32 ? "fp32" : type == ElementType.F16 ? "fp16" : "bf16";
        return word + "-" + backEnd.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** PyTorch's number for the element type, as used in TorchScript source. */
    public int dtype() {
        return switch (type) {
            case F16 -> 5;
            case F32 -> 6;
            case BF16 -> 15;
            default -> throw new IllegalArgumentException("a graph cannot compute in " + type);
        };
    }

    /**
     * Whether attention is one fused call. On CPUs the fused kernel is faster in fp32. In bf16 it is much slower than
     * two batched matrix products with oneDNN's softmax in between, which takes half as long as PyTorch's own softmax.
     */
    public boolean fusedAttention() {
        return backEnd == BackEnd.PLAIN || type == ElementType.F32;
    }
}
