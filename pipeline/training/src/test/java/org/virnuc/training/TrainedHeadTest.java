package org.virnuc.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.TrainingDistribution;
import org.virnuc.engine.FinishedStage;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.training.distribution.DistributionFit;

/** The distribution beside a head is the one that was fitted. */
class TrainedHeadTest {
    private final Path folder;

    TrainedHeadTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aRunReadsWhatATrainingWrites() throws IOException {
        Random random = new Random(5);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            float[] row = new float[10];
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (j + (j + 1) * random.nextGaussian());
            }
            rows.add(row);
        }
        DistributionFit fit = DistributionFit.of(rows).orElseThrow();
        double[] heldOut = rows.stream().mapToDouble(fit::distance).toArray();
        Files.write(
                folder.resolve("distribution.safetensors"),
                SafetensorsWriter.bytes(fit.tensors(300, List.of(heldOut)).orElseThrow()));
        ModelPack pack = pack("0c");
        TrainedHead trained = new TrainedHead(new FinishedStage(folder, "", Map.of("distributions", 1L)));
        Files.write(
                folder.resolve("distribution.safetensors"),
                trained.distribution(pack).orElseThrow());
        TrainingDistribution read = TrainingDistribution.of(pack, 300).orElseThrow();
        for (float[] row : rows.subList(0, 20)) {
            assertThat((double) read.distances(row, 1)[0]).isCloseTo(fit.distance(row), within(1e-4));
        }
        assertThat(TrainingDistribution.of(pack, 500)).as("another length").isEmpty();
        assertThat(TrainingDistribution.of(pack("0d"), 300)).as("another head").isEmpty();
    }

    @Test
    void tooFewFramesLeaveNone() throws IOException {
        assertThat(new TrainedHead(new FinishedStage(folder, "", Map.of("distributions", 0L))).distribution(pack("0c")))
                .isEmpty();
    }

    private ModelPack pack(String head) {
        return new ModelPack(
                "mine",
                part(ModelRole.DNA, "0a", 4),
                part(ModelRole.PROTEIN, "0b", 6),
                part(ModelRole.HEAD, head, 10),
                Set.of(300));
    }

    private ModelPart part(ModelRole role, String sha256, int dimension) {
        return ModelPart.of(role, "test")
                .id(role.word())
                .path(folder.resolve(role.word()))
                .sha256(sha256.repeat(32))
                .dimension(dimension)
                .build();
    }
}
