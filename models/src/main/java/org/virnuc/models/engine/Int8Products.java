package org.virnuc.models.engine;

import java.util.Arrays;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;
import org.virnuc.models.torchscript.Linear;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.Weight;

/**
 * How a CPU's products of int8 come out. Without VNNI, x86-64 multiplies bytes with {@code vpmaddubsw}, which adds pairs
 * of products in 16 bits and saturates (oneDNN, "Nuances of int8 computations").
 */
enum Int8Products {
    /** Exact for inputs and weights of 8 bits. */
    EXACT,
    /** Sums of pairs saturate, so weights may have 7 bits only. */
    SATURATING,
    /** oneDNN does not compute in int8 here. */
    NONE;

    private static final int INPUTS = 64;
    private static final int OUTPUTS = 16;
    private static final double TOLERANCE = 1e-3;

    private static final String FORWARD =
            """
              def forward(self: __torch__.Probe, ids: Tensor) -> Tensor:
                return (self.linear).forward(torch.to(ids, 6))
            """;

    /** The back end that gives right products; never for {@link #NONE}. */
    BackEnd backEnd() {
        return this == EXACT ? BackEnd.INT8 : BackEnd.INT8_REDUCED;
    }

    /** A linear layer whose inputs and weights are the largest that the back end has. */
    static ScriptModule module(BackEnd backEnd) {
        float[] ones = new float[OUTPUTS * INPUTS];
        Arrays.fill(ones, 1);
        Weight weight = Weight.matrix(OUTPUTS, ones);
        GraphTarget target = new GraphTarget(ElementType.F32, backEnd);
        return ScriptModule.of("Probe", FORWARD).module("linear", Linear.module(target, weight));
    }

    /** Computes with the graph of {@link #module}. */
    static Int8Products of(EncoderSession session) {
        long[] ones = new long[INPUTS];
        Arrays.fill(ones, 1);
        for (float product : session.run(ones, 1, INPUTS)) {
            if (!(Math.abs(product - INPUTS) <= TOLERANCE * INPUTS)) {
                return SATURATING;
            }
        }
        return EXACT;
    }
}
