package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;

/** What comes with the embedded model belongs to it. */
class EmbeddedCalibrationTest {
    private final ModelStore store = new ModelStore(Path.of("target", "virnuc-cache"));

    @ParameterizedTest
    @ValueSource(ints = {300, 500})
    void embeddedModelIsCalibratedForBothLengths(int length) {
        ModelPack pack = store.pack("virnuc-mini");
        Confidence confidence = Confidence.of(ConfidenceOptions.DEFAULT, pack, length);
        assertThat(confidence.of(ChunkSource.FRAMES, 0.9, 1)).isGreaterThan(confidence.of(ChunkSource.FRAMES, -0.9, 1));
        assertThat(confidence.of(ChunkSource.FRAMES, 0.9, 20)).isGreaterThan(confidence.of(ChunkSource.FRAMES, 0.9, 1));
        assertThat(confidence.of(ChunkSource.DNA_ONLY, 0.9, 1))
                .isBetween(5_000, confidence.of(ChunkSource.FRAMES, 0.9, 1));
        LengthCalibration calibration = confidence.calibration().orElseThrow();
        assertThat(calibration.frames().sizes())
                .hasSize(4)
                .allSatisfy(size -> assertThat(size.heldOut().error()).isBetween(0.01, 0.2));
        TrainingDistribution distribution = confidence.distribution().orElseThrow();
        assertThat(distribution.features()).isEqualTo(pack.head().dimension());
        assertThat(distribution.limit(1)).isGreaterThan(distribution.limit(16)).isLessThan(3);
        assertThat(distribution.limit(0)).isInfinite();
        float[] far = new float[distribution.features()];
        java.util.Arrays.fill(far, 100);
        assertThat(distribution.distances(far, 1)[0]).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 1000})
    void otherLengthsAreNot(int length) {
        Confidence confidence = Confidence.of(ConfidenceOptions.DEFAULT, store.pack("virnuc-mini"), length);
        assertThat(confidence.calibration()).isEmpty();
        assertThat(confidence.distanceLimit(5)).isInfinite();
    }
}
