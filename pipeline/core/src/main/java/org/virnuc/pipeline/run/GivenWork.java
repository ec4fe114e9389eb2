package org.virnuc.pipeline.run;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.virnuc.pipeline.flow.RunFeature;
import org.virnuc.pipeline.flow.Stages;

/**
 * Work of a run that was done elsewhere, from the reading of its inputs on.
 *
 * @param inputs the inputs that were read; they are not read again
 * @param reference the FASTA file that CRAM reads are stored against
 * @param stages puts stages that have their output given in place of those that compute it
 * @param feature what the reports say about it
 */
public record GivenWork(
        List<InputSpool.Entry> inputs,
        Optional<InputSpool.Entry> reference,
        UnaryOperator<Stages> stages,
        RunFeature feature) {

    public GivenWork {
        inputs = List.copyOf(inputs);
    }
}
