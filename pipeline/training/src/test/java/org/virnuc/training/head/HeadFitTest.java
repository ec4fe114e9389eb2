package org.virnuc.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.head.MlpWeights;

class HeadFitTest {
    private static final HeadSettings QUICK = new HeadSettings(130, 0.5, 0.05, 0.9, 32, 3, 0.85, 40, 5, 7);
    private static final int FEATURES = 140;

    private final MadeExamples training = MadeExamples.of(203, FEATURES, 1);
    private final MadeExamples validation = MadeExamples.of(300, FEATURES, 2);
    private final HeadFit fit = new HeadFit(QUICK, training, validation);
    private final MlpWeights start = HeadFit.initial(FEATURES, QUICK);

    @Test
    void threadsChangeNoByte() throws Exception {
        byte[] one = fit.fit(start, Optional.empty(), 1, state -> {}).bytes();
        assertThat(fit.fit(start, Optional.empty(), 2, state -> {}).bytes()).isEqualTo(one);
        assertThat(fit.fit(start, Optional.empty(), 5, state -> {}).bytes()).isEqualTo(one);
    }

    @Test
    void anotherSeedGivesOtherWeights() throws Exception {
        HeadSettings other = new HeadSettings(130, 0.5, 0.05, 0.9, 32, 3, 0.85, 40, 5, 8);
        assertThat(bytes(HeadFit.initial(FEATURES, other))).isNotEqualTo(bytes(start));
        assertThat(new HeadFit(other, training, validation)
                        .fit(start, Optional.empty(), 1, state -> {})
                        .bytes())
                .isNotEqualTo(fit.fit(start, Optional.empty(), 1, state -> {}).bytes());
    }

    @Test
    void aStoppedTrainingGoesOnToTheSameBytes(@TempDir Path folder) throws Exception {
        FitState whole = fit.fit(start, Optional.empty(), 1, state -> {});
        Path file = folder.resolve("state.safetensors");
        assertThatThrownBy(() -> fit.fit(start, Optional.empty(), 1, state -> {
                    Files.write(file, state.bytes());
                    if (state.epochs().size() == 3) {
                        throw new InterruptedException("stopped");
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        FitState read = FitState.read(file);
        assertThat(read.epochs()).isEqualTo(whole.epochs().subList(0, 3));
        assertThat(fit.fit(start, Optional.of(read), 2, state -> {}).bytes()).isEqualTo(whole.bytes());
    }

    /** VirNucPro keeps a reference to the weights that go on changing, so what it calls best is the last. */
    @Test
    void theBestWeightsAreThoseOfTheBestEpoch() throws Exception {
        List<byte[]> after = new ArrayList<>();
        FitState last = fit.fit(start, Optional.empty(), 1, state -> after.add(bytes(state.weights())));
        int best = last.bestEpoch().number();
        assertThat(best).isLessThan(last.epochs().size());
        assertThat(bytes(last.best())).isEqualTo(after.get(best - 1)).isNotEqualTo(bytes(last.weights()));
        assertThat(last.epochs())
                .allMatch(epoch -> epoch.validationLoss() >= last.bestEpoch().validationLoss());
    }

    @Test
    void itStopsWhenPatienceIsOver() throws Exception {
        FitState last = fit.fit(start, Optional.empty(), 1, state -> {});
        assertThat(last.epochs().size()).isEqualTo(last.bestEpoch().number() + QUICK.patience());
        assertThat(last.epochs().get(3).learningRate()).isCloseTo(0.05 * 0.85, within(1e-12));
        assertThat(last.bestEpoch().validationAccuracy()).isGreaterThan(0.6);
    }

    /** VirNucPro saves nothing when it reaches its last epoch. */
    @Test
    void aTrainingOfAllEpochsHasItsBestWeights() throws Exception {
        HeadSettings two = new HeadSettings(130, 0.5, 0.05, 0.9, 32, 3, 0.85, 2, 5, 7);
        FitState last = new HeadFit(two, training, validation).fit(start, Optional.empty(), 1, state -> {});
        assertThat(last.epochs()).hasSize(2);
        assertThat(bytes(last.best())).isNotEqualTo(bytes(start));
    }

    @Test
    void aLastBatchOfOneFrameIsLeftOut() throws Exception {
        MadeExamples odd = MadeExamples.of(65, FEATURES, 3);
        FitState last = new HeadFit(QUICK, odd, validation).fit(start, Optional.empty(), 1, state -> {});
        assertThat(last.weights().batches()).isEqualTo(2L * last.epochs().size());
        assertThat(last.epochs()).allMatch(epoch -> Double.isFinite(epoch.trainingLoss()));
    }

    @Test
    void initialWeightsAreThoseOfPyTorchsLayers() {
        assertThat(start.hiddenWeight()).hasSize(FEATURES * 130);
        double bound = 1 / Math.sqrt(FEATURES);
        double sum = 0;
        double squares = 0;
        for (float value : start.hiddenWeight()) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
            sum += value;
            squares += value * value;
        }
        assertThat(sum / start.hiddenWeight().length).isCloseTo(0, within(bound / 50));
        assertThat(squares / start.hiddenWeight().length).isCloseTo(bound * bound / 3, within(bound * bound / 50));
        assertThat(start.normWeight()).containsOnly(1);
        assertThat(start.normVariance()).containsOnly(1);
        assertThat(start.outputWeight()).hasSize(260);
    }

    @Test
    void onlyOneLabelCannotBeTrained() {
        MadeExamples one = new MadeExamples(2, new float[8], new int[] {1, 1, 1, 1});
        assertThatThrownBy(() -> new HeadFit(QUICK, one, validation)).hasMessageContaining("one label only: [0, 4]");
    }

    private static byte[] bytes(MlpWeights weights) {
        return SafetensorsWriter.bytes(weights.tensors());
    }
}
