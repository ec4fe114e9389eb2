package org.virnuc.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.FinishedStage;
import org.virnuc.models.head.MlpWeights;
import org.virnuc.training.head.Epoch;

/** The files that {@link HeadTrainingStage} leaves. */
public record TrainedHead(FinishedStage stage) {
    static final String HEAD = "head.safetensors";
    static final String DNA_HEAD = "dna-head.safetensors";
    static final String FACTS = "training.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What happened in the training.
     *
     * @param frames number of frames by part and label, as in {@code training viral}
     * @param ambiguousChunks chunks that were left out
     * @param head learning curves of the head
     * @param bestEpoch the epoch whose weights were kept
     * @param dnaHead learning curves of the DNA-only head
     */
    record Facts(
            Map<String, Integer> frames,
            long ambiguousChunks,
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
}
