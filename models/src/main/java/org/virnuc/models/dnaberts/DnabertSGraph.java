package org.virnuc.models.dnaberts;

import java.util.Map;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.Linear;
import org.virnuc.models.torchscript.NamedWeights;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.Weight;

/**
 * DNABERT-S as TorchScript: token ids {@code [B, T]} in (int64, {@link #PAD} in padding), the mean of the last layer
 * over all tokens {@code [B, D]} out (fp32).
 *
 * <p>Layers are post-norm. The ALiBi bias is computed for the current length. The two halves of the gated MLP are
 * separate layers, so that the gate is fused into the second.
 *
 * @param layers number of transformer layers
 * @param width D
 * @param heads number of attention heads, of {@code width / heads} each
 * @param epsilon epsilon of all layer norms
 */
public record DnabertSGraph(int layers, int width, int heads, double epsilon) {
    /**
     * The id in padding. It differs from the model's own padding id, which DNABERT-S also gives to unknown letters.
     */
    public static final int PAD = -1;

    /** Changes whenever archives written by an older version would compute something else, or more slowly. */
    public static final int VERSION = 3;

    private static final String LAYER =
            """
              def forward(self: __torch__.Layer, x: Tensor, bias: Tensor) -> Tensor:
                rows = torch.size(x, 0)
                length = torch.size(x, 1)
                heads = torch.permute(torch.view((self.qkv).forward(x), [rows, length, 3, HEADS, HEAD]), [2, 0, 3, 1, 4])
                qkv = torch.contiguous(heads)
                q = torch.select(qkv, 0, 0)
                k = torch.select(qkv, 0, 1)
                v = torch.select(qkv, 0, 2)
            ATTENTION    context = torch.reshape(torch.transpose(mixed, 1, 2), [rows, length, WIDTH])
                attended = torch.layer_norm((self.out).plus(context, x), [WIDTH], self.norm1_weight, self.norm1_bias, EPSILON)
                gated = (self.value).times(attended, (self.gate).gelu(attended))
                return torch.layer_norm((self.down).plus(gated, attended), [WIDTH], self.norm2_weight, self.norm2_bias, EPSILON)
            """;

    private static final String FUSED =
            "    mixed = torch.scaled_dot_product_attention(q, k, v, bias, 0., False, scale=1.)\n";

    private static final String UNFUSED =
            """
                scores = torch.add_(torch.matmul(q, torch.transpose(k, -1, -2)), bias)
                mixed = torch.matmul(torch.to_dense(torch.softmax(torch.to_mkldnn(scores), -1)), v)
            """;

    private static final String FORWARD =
            """
              def forward(self: __torch__.DnabertS, ids: Tensor) -> Tensor:
                keep = torch.ge(ids, 0)
                positions = torch.arange(torch.size(ids, 1), dtype=6, layout=None, device=ids.device, pin_memory=None)
                distances = torch.abs(torch.sub(torch.unsqueeze(positions, 0), torch.unsqueeze(positions, 1)))
                alibi = torch.unsqueeze(torch.mul(torch.view(self.slopes, [HEADS, 1, 1]), distances), 0)
                if bool(torch.all(keep)):
                  bias = torch.to(alibi, DTYPE)
                else:
                  blocked = torch.unsqueeze(torch.unsqueeze(torch.logical_not(keep), 1), 1)
                  bias = torch.to(torch.masked_fill(alibi, blocked, -inf), DTYPE)
                tokens = torch.add(torch.embedding(self.embedding, torch.clamp_min(ids, 0)), self.token_type)
                x = torch.layer_norm(tokens, [WIDTH], self.norm_weight, self.norm_bias, EPSILON)
            CALLS    weights = torch.unsqueeze(torch.to(keep, 6), -1)
                return torch.div(torch.sum(torch.mul(torch.to(x, 6), weights), [1]), torch.sum(weights, [1]))
            """;

    public DnabertSGraph {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(width + " wide cannot be " + heads + " heads");
        }
    }

    /**
     * The module with its weights.
     *
     * @param weights by canonical name: {@code embedding}, {@code layer.0.qkv.weight} and so on, as mapped by
     *     {@code DnabertSWeights}
     */
    public ScriptModule module(Map<String, Weight> weights, GraphTarget target) {
        NamedWeights source = new NamedWeights(weights);
        ElementType type = target.type();
        ScriptModule root = ScriptModule.of("DnabertS", text(FORWARD, target).replace("CALLS", calls()))
                .tensor("embedding", source.get("embedding"), type)
                .tensor("token_type", source.get("token_type"), type)
                .tensor("slopes", Weight.of(negative(slopes(heads))), ElementType.F32)
                .tensor("norm_weight", source.get("norm.weight"), type)
                .tensor("norm_bias", source.get("norm.bias"), type);
        for (int i = 0; i < layers; i++) {
            root.module("layer" + i, layer(source, "layer." + i + ".", target));
        }
        return root;
    }

    private ScriptModule layer(NamedWeights source, String prefix, GraphTarget target) {
        ScriptModule layer = ScriptModule.of("Layer", text(LAYER, target));
        for (String norm : new String[] {"norm1", "norm2"}) {
            layer.tensor(norm + "_weight", source.get(prefix + norm + ".weight"), target.type())
                    .tensor(norm + "_bias", source.get(prefix + norm + ".bias"), target.type());
        }
        for (String linear : new String[] {"qkv", "out", "down"}) {
            Weight weight = source.get(prefix + linear + ".weight");
            layer.module(linear, Linear.module(target, weight, source.get(prefix + linear + ".bias")));
        }
        layer.module("gate", Linear.module(target, source.get(prefix + "gate.weight")));
        layer.module("value", Linear.module(target, source.get(prefix + "value.weight")));
        return layer;
    }

    private String calls() {
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < layers; i++) {
            calls.append("    x = (self.layer").append(i).append(").forward(x, bias)\n");
        }
        return calls.toString();
    }

    private String text(String source, GraphTarget target) {
        return source.replace("ATTENTION", target.fusedAttention() ? FUSED : UNFUSED)
                .replace("DTYPE", Integer.toString(target.dtype()))
                .replace("WIDTH", Integer.toString(width))
                .replace("HEADS", Integer.toString(heads))
                .replace("HEAD", Integer.toString(width / heads))
                .replace("EPSILON", Double.toString(epsilon));
    }

    /**
     * ALiBi's slopes. If the number of heads n is a power of two, they are the geometric series from {@code 2^(-8/n)}.
     * Otherwise they are the slopes of the next lower power of two, followed by every second slope of the next higher
     * one.
     *
     * @see <a href="https://arxiv.org/abs/2108.12409">Press and others, Train Short, Test Long</a>
     */
    static float[] slopes(int heads) {
        float[] slopes = new float[heads];
        int power = Integer.highestOneBit(heads);
        for (int i = 0; i < heads; i++) {
            double exponent = i < power ? 8.0 / power * (i + 1) : 4.0 / power * (2 * (i - power) + 1);
            slopes[i] = (float) Math.pow(2, -exponent);
        }
        return slopes;
    }

    private static float[] negative(float[] values) {
        float[] negative = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            negative[i] = -values[i];
        }
        return negative;
    }
}
