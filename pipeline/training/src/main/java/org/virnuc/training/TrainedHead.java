package org.virnuc.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.engine.FinishedStage;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.Safetensors;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.models.head.MlpWeights;
import org.virnuc.models.store.ModelPack;
import org.virnuc.training.head.Epoch;

/** The files that {@link HeadTrainingStage} leaves. */
public record TrainedHead(FinishedStage stage) {
    static final String HEAD = "head.safetensors";
    static final String DNA_HEAD = "dna-head.safetensors";
    static final String FACTS = "training.json";

    /** The distribution of the training frames' features; without tensors if there are too few. */
    static final String SPREAD = "distribution.safetensors";

    /** The count in the manifest that is 1 if the distribution has tensors. */
    static final String KNOWS_SPREAD = "distributions";

    private static final String MODEL = "model";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What happened in the training.
     *
     * @param frames number of frames by part and label, as in {@code training viral}
     * @param ambiguousChunks chunks that were left out
     * @param noncodingFrames frames that were left out because they are part of no given protein
     * @param head learning curves of the head
     * @param bestEpoch the epoch whose weights were kept
     * @param dnaHead learning curves of the DNA-only head
     */
    record Facts(
            Map<String, Integer> frames,
            long ambiguousChunks,
            long noncodingFrames,
            List<Epoch> head,
            int bestEpoch,
            List<Epoch> dnaHead,
            int bestDnaEpoch) {}

    /** The head over the vectors of both encoders. */
    MlpWeights head() throws IOException {
        return MlpWeights.read(headFile());
    }

    Path headFile() {
        return stage.file(HEAD);
    }

    /** The head over the DNA vector. */
    Path dnaHeadFile() {
        return stage.file(DNA_HEAD);
    }

    Facts facts() throws IOException {
        return JSON.readValue(Files.readAllBytes(stage.file(FACTS)), Facts.class);
    }

    /**
     * The distribution of the training frames' features, as it stands beside a head.
     *
     * @param pack with this head
     * @return empty if there were too few frames
     */
    Optional<byte[]> distribution(ModelPack pack) throws IOException {
        if (stage.count(KNOWS_SPREAD) == 0) {
            return Optional.empty();
        }
        Map<String, TensorValues> tensors = new LinkedHashMap<>();
        try (Safetensors reader = Safetensors.open(stage.file(SPREAD))) {
            for (Map.Entry<String, TensorInfo> tensor : reader.tensors().entrySet()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                reader.copyTo(tensor.getKey(), bytes);
                tensors.put(
                        tensor.getKey(),
                        new TensorValues(
                                tensor.getValue().type(), tensor.getValue().shape(), bytes.toByteArray()));
            }
        }
        byte[] model = HexFormat.of()
                .parseHex(pack.dna().sha256()
                        + pack.protein().sha256()
                        + pack.head().sha256());
        tensors.put(MODEL, new TensorValues(ElementType.U8, List.of(3L, (long) model.length / 3), model));
        return Optional.of(SafetensorsWriter.bytes(tensors));
    }
}
