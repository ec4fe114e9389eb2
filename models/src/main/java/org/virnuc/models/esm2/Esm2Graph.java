package org.virnuc.models.esm2;

import java.util.Map;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.Linear;
import org.virnuc.models.torchscript.NamedWeights;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.Weight;

/**
 * ESM-2 as TorchScript: token ids {@code [B, T]} in (int64, {@link #PAD} in padding), the mean of the last layer over
 * the first 1024 residues {@code [B, D]} out (fp32).
 *
 * <p>Layers are pre-norm, with rotary positions on queries and keys: {@code x cos + swap(x) sin}, applied to both in
 * one operation. The scale of the queries is folded into their weights. The three projections are one product, whose
 * result is rearranged by head once. A batch without padding needs no mask and takes a separate path.
 *
 * @param layers number of transformer layers
 * @param width D
 * @param heads number of attention heads, of {@code width / heads} each
 * @param epsilon epsilon of all layer norms
 * @param embeddingScale factor on token embeddings: 0.88 if training masked tokens, otherwise 1
 * @param cls id that starts a row; not a residue
 * @param eos id that ends a row; not a residue
 */
record Esm2Graph(int layers, int width, int heads, double epsilon, double embeddingScale, int cls, int eos) {
    /** The id in padding. It differs from the model's own padding id, which a token of a sequence may have. */
    static final int PAD = -1;

    /** Upper limit of residues that the mean is taken over, as in VirNucPro; attention covers all of them. */
    private static final int MAX_RESIDUES = 1024;

    /** Changes whenever archives written by an older version would compute something else, or more slowly. */
    static final int VERSION = 3;

    private static final String LAYER =
            """
              def forward(self: __torch__.Layer, x: Tensor, cos: Tensor, sin: Tensor, mask: Optional[Tensor]) -> Tensor:
                rows = torch.size(x, 0)
                length = torch.size(x, 1)
                normed = torch.layer_norm(x, [WIDTH], self.norm1_weight, self.norm1_bias, EPSILON)
                qkv = (self.qkv).forward(normed)
                split = torch.contiguous(torch.permute(torch.view(qkv, [rows, length, 3, HEADS, HEAD]), [2, 0, 3, 1, 4]))
                straight = torch.narrow(split, 0, 0, 2)
                first, second = torch.chunk(straight, 2, -1)
                rotated = torch.addcmul_(torch.mul(straight, cos), torch.cat([second, first], -1), sin)
                q = torch.select(rotated, 0, 0)
                k = torch.select(rotated, 0, 1)
                v = torch.select(split, 0, 2)
            ATTENTION    context = torch.reshape(torch.transpose(mixed, 1, 2), [rows, length, WIDTH])
                attended = (self.out).plus(context, x)
                normed2 = torch.layer_norm(attended, [WIDTH], self.norm2_weight, self.norm2_bias, EPSILON)
                return (self.down).plus((self.up).gelu(normed2), attended)
            """;

    private static final String FUSED =
            "    mixed = torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=1.)\n";

    private static final String UNFUSED =
            """
                scores = torch.matmul(q, torch.transpose(k, -1, -2))
                if torch.__isnot__(mask, None):
                  scores0 = torch.add_(scores, unchecked_cast(Tensor, mask))
                else:
                  scores0 = scores
                mixed = torch.matmul(torch.to_dense(torch.softmax(torch.to_mkldnn(scores0), -1)), v)
            """;

    private static final String FORWARD =
            """
              def forward(self: __torch__.Esm2, ids: Tensor) -> Tensor:
                keep = torch.ge(ids, 0)
                positions = torch.arange(torch.size(ids, 1), dtype=6, layout=None, device=ids.device, pin_memory=None)
                angles = torch.outer(positions, self.frequencies)
                cos = torch.to(torch.cos(torch.cat([angles, angles], -1)), DTYPE)
                sin = torch.to(torch.sin(torch.cat([torch.neg(angles), angles], -1)), DTYPE)
                tokens = torch.mul(torch.embedding(self.embedding, torch.clamp_min(ids, 0)), SCALE)
                if bool(torch.all(keep)):
                  mask = annotate(Optional[Tensor], None)
                  x = tokens
                else:
                  blocked = torch.unsqueeze(torch.unsqueeze(torch.logical_not(keep), 1), 1)
                  zeros = torch.zeros([torch.size(ids, 0), 1, 1, torch.size(ids, 1)], dtype=DTYPE, layout=None, device=ids.device)
                  mask = annotate(Optional[Tensor], torch.masked_fill(zeros, blocked, -inf))
                  x = torch.mul(tokens, torch.unsqueeze(keep, -1))
            CALLS    last = torch.layer_norm(x, [WIDTH], self.norm_weight, self.norm_bias, EPSILON)
                inside = torch.logical_and(torch.le(positions, MAX_RESIDUES), torch.logical_and(torch.ne(ids, CLS), torch.ne(ids, EOS)))
                residues = torch.logical_and(keep, inside)
                weights = torch.unsqueeze(torch.to(residues, 6), -1)
                return torch.div(torch.sum(torch.mul(torch.to(last, 6), weights), [1]), torch.sum(weights, [1]))
            """;

    Esm2Graph {
        if (heads < 1 || width % heads != 0 || width / heads % 2 != 0) {
            throw new IllegalArgumentException(width + " wide cannot be " + heads + " heads of even width");
        }
    }

    /**
     * The module with its weights.
     *
     * @param weights by canonical name: {@code embedding}, {@code layer.0.qkv.weight} and so on, as mapped by
     *     {@code Esm2Weights}
     */
    ScriptModule module(Map<String, Weight> weights, GraphTarget target) {
        NamedWeights source = new NamedWeights(weights);
        ElementType type = target.type();
        ScriptModule root = ScriptModule.of("Esm2", text(FORWARD, target).replace("CALLS", calls()))
                .tensor("embedding", source.get("embedding"), type)
                .tensor("frequencies", Weight.of(frequencies()), ElementType.F32)
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
        for (String linear : new String[] {"qkv", "out", "up", "down"}) {
            Weight weight = source.get(prefix + linear + ".weight");
            layer.module(linear, Linear.module(target, weight, source.get(prefix + linear + ".bias")));
        }
        return layer;
    }

    private String calls() {
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < layers; i++) {
            calls.append("    x = (self.layer").append(i).append(").forward(x, cos, sin, mask)\n");
        }
        return calls.toString();
    }

    private String text(String source, GraphTarget target) {
        int head = width / heads;
        return source.replace("ATTENTION", target.fusedAttention() ? FUSED : UNFUSED)
                .replace("DTYPE", Integer.toString(target.dtype()))
                .replace("WIDTH", Integer.toString(width))
                .replace("HEADS", Integer.toString(heads))
                .replace("HEAD", Integer.toString(head))
                .replace("EPSILON", Double.toString(epsilon))
                .replace("SCALE", Double.toString(embeddingScale))
                .replace("MAX_RESIDUES", Integer.toString(MAX_RESIDUES))
                .replace("CLS", Integer.toString(cls))
                .replace("EOS", Integer.toString(eos));
    }

    /** Rotary frequencies {@code 10000^(-2i/E)} for i from 0 to E/2, where E is the width of a head. */
    private float[] frequencies() {
        int head = width / heads;
        float[] frequencies = new float[head / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (1 / Math.pow(10000, 2.0 * i / head));
        }
        return frequencies;
    }
}
