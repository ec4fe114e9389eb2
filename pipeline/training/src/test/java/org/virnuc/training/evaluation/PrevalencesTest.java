package org.virnuc.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.RecordResult;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.confidence.TruthLabels.Truth;

class PrevalencesTest {
    private static final Offset<Double> EXACT = within(1e-12);

    private final List<ScoredRecord> records = new ArrayList<>();

    /** Of ten viral records nine have 0.9 and one 0.2, of ten others one has 0.9 and nine 0.2. */
    @Test
    void rarerVirusesMakeMoreOfTheCalledFalse() {
        for (int i = 0; i < 10; i++) {
            add(true, i < 9 ? 0.9 : 0.2);
            add(false, i < 1 ? 0.9 : 0.2);
        }
        List<Evaluation.Prevalence> rows = new Prevalences(records).rows();
        Evaluation.Prevalence even = rows.get(0);
        assertThat(even.rule()).isEqualTo("p >= 0.5");
        assertThat(even.sensitivity()).isCloseTo(0.9, EXACT);
        assertThat(even.expected()).isCloseTo(0.1, EXACT);
        assertThat(even.found().value()).isCloseTo(0.1, EXACT);
        assertThat(rows.get(3).sensitivity()).as("at most 0.1 false").isCloseTo(0.9, EXACT);
        assertThat(rows.get(2).sensitivity()).as("at most 0.05 false").isZero();
        assertThat(rows.get(2).expected()).isNaN();
        // 0.9 at even shares is 0.5 where a tenth is viral: half of the called are false
        Evaluation.Prevalence tenth = rows.get(4);
        assertThat(tenth.prevalence()).isEqualTo(0.1);
        assertThat(tenth.expected()).isCloseTo(0.5, EXACT);
        assertThat(tenth.found().value()).isCloseTo(0.5, EXACT);
        Evaluation.Prevalence hundredth = rows.get(8);
        assertThat(hundredth.sensitivity()).isZero();
        assertThat(hundredth.found().isDefined()).isFalse();
    }

    @Test
    void oneLabelHasNoRates() {
        add(true, 0.9);
        assertThat(new Prevalences(records).rows()).isEmpty();
    }

    private void add(boolean viral, double probability) {
        RecordResult result = new RecordResult(
                "r" + records.size(),
                500,
                new RecordResult.Chunks(1, 1, 1),
                RecordVerdict.VIRUS,
                "virus",
                "high",
                new RecordResult.Scores(
                        OptionalDouble.of(0.1),
                        OptionalDouble.of(0.9),
                        OptionalDouble.of(probability),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        false),
                List.of());
        ScoredRecord record = ScoredRecord.of(new Truth(viral, "c" + records.size(), ""), result);
        record.values()[0] = probability;
        records.add(record);
    }
}
