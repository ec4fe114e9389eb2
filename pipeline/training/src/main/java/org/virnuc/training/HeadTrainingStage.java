package org.virnuc.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.Digests;
import org.virnuc.files.OutputFile;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.models.head.MlpWeights;
import org.virnuc.pipeline.stages.FeatureRows;
import org.virnuc.pipeline.stages.FeatureShards;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.training.data.Part;
import org.virnuc.training.data.Split;
import org.virnuc.training.head.FitState;
import org.virnuc.training.head.HeadFit;
import org.virnuc.training.head.HeadSettings;

/**
 * Trains a head on the features of a run, and a second one on the DNA vectors alone, for chunks without an open frame. Also
 * says where the features of the training frames lie.
 * The state after each epoch is a file, in turn one of two, so that a killed training continues after its last epoch.
 */
final class HeadTrainingStage implements Stage<HeadTrainingStage.Input, TrainedHead> {
    private static final String FORMAT_VERSION = "2";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final TruthLabels labels;
    private final Split split;
    private final FrameChoice choice;
    private final HeadSettings settings;
    private final MlpWeights start;
    private final int threads;

    /** Everything that is trained on. */
    record Input(ChunkedFrames chunked, FeatureShards features) {}

    /**
     * Creates the stage.
     *
     * @param start the first weights of the head
     * @param threads changes no digit
     */
    HeadTrainingStage(
            TruthLabels labels, Split split, FrameChoice choice, HeadSettings settings, MlpWeights start, int threads) {
        this.labels = labels;
        this.split = split;
        this.choice = choice;
        this.settings = settings;
        this.start = start;
        this.threads = threads;
    }

    @Override
    public StageId id() {
        return StageId.HEAD_TRAINING;
    }

    @Override
    public List<Setting> settings() {
        StringBuilder known = new StringBuilder();
        for (String id : labels.ids()) {
            known.append(id).append(labels.of(id).viral() ? "\t1\n" : "\t0\n");
        }
        List<Setting> settings = new ArrayList<>(List.of(
                new Setting("hyper-parameters", this.settings.toString(), "how the head is trained"),
                new Setting("start", Digests.ofBytes(SafetensorsWriter.bytes(start.tensors())), "the first weights"),
                new Setting("labels", Digests.ofText(known.toString()), "what each record is"),
                new Setting("split", split.digest(), "which records train, and which stop the training"),
                new Setting("chunks", choice.chunks().word(), "which chunks give frames"),
                new Setting("format", FORMAT_VERSION, "layout of the files, and order of the arithmetic")));
        choice.proteins()
                .ifPresent(file -> settings.add(
                        new Setting("proteins", digest(file), "only frames that are part of one are trained on")));
        return settings;
    }

    private static String digest(Path proteins) {
        try {
            return Digests.ofFile(proteins);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long items(Input input) {
        return -1;
    }

    @Override
    public void run(Input input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        TrainingFrames frames = TrainingFrames.of(input.chunked(), labels, split, choice);
        try (FeatureRows rows = input.features().inAnyOrder()) {
            Trainer trainer = new Trainer(rows, output, observer);
            FitState head = trainer.fit(
                    "head", frames.frames(Part.TRAINING), frames.frames(Part.VALIDATION), rows.features(), start);
            HeadSettings small = settings.hidden(Math.min(settings.hidden(), rows.dnaFeatures()));
            FitState dnaHead = trainer.fit(
                    "dna-head",
                    frames.chunks(Part.TRAINING),
                    frames.chunks(Part.VALIDATION),
                    rows.dnaFeatures(),
                    HeadFit.initial(rows.dnaFeatures(), small));
            write(output, TrainedHead.HEAD, SafetensorsWriter.bytes(head.best().tensors()));
            write(
                    output,
                    TrainedHead.DNA_HEAD,
                    SafetensorsWriter.bytes(dnaHead.best().tensors()));
            write(output, TrainedHead.FACTS, facts(frames, head, dnaHead));
            Optional<Map<String, TensorValues>> spread = new TrainingSpread(rows, frames)
                    .tensors(input.chunked().chunks().chunkLength());
            write(output, TrainedHead.SPREAD, SafetensorsWriter.bytes(spread.orElse(Map.of())));
            output.count(TrainedHead.KNOWS_SPREAD, spread.isPresent() ? 1 : 0);
            output.count(
                    StageId.HEAD_TRAINING.produced(),
                    head.epochs().size() + (long) dnaHead.epochs().size());
        }
    }

    @Override
    public TrainedHead open(Input input, FinishedStage finished) {
        return new TrainedHead(finished);
    }

    /** Trains heads one after the other. */
    private final class Trainer {
        private final FeatureRows rows;
        private final StageOutput output;
        private final StageObserver observer;

        Trainer(FeatureRows rows, StageOutput output, StageObserver observer) {
            this.rows = rows;
            this.output = output;
            this.observer = observer;
        }

        FitState fit(String name, Rows training, Rows validation, int features, MlpWeights first)
                throws IOException, InterruptedException {
            HeadFit fit = new HeadFit(
                    settings, FrameExamples.of(rows, training, features), FrameExamples.of(rows, validation, features));
            return fit.fit(first, earlier(name), threads, state -> {
                int done = state.epochs().size();
                write(output, fileName(name, done), state.bytes());
                observer.items(1);
            });
        }

        /** The state after the last epoch that an interrupted run finished. */
        private Optional<FitState> earlier(String name) throws IOException {
            List<FitState> found = new ArrayList<>();
            for (int slot = 0; slot < 2; slot++) {
                Optional<Path> file = output.finished(fileName(name, slot));
                if (file.isPresent()) {
                    found.add(FitState.read(file.get()));
                }
            }
            return found.stream()
                    .max(Comparator.comparingInt(state -> state.epochs().size()));
        }
    }

    private static String fileName(String name, int epoch) {
        return name + "-state-" + epoch % 2 + ".safetensors";
    }

    private static void write(StageOutput output, String name, byte[] content) throws IOException {
        try (OutputFile file = output.create(name)) {
            file.write(content);
            file.commit();
        }
    }

    private static byte[] facts(TrainingFrames frames, FitState head, FitState dnaHead) throws JsonProcessingException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            counts.put(part.word() + " viral", frames.frames(part).count(1));
            counts.put(part.word() + " host", frames.frames(part).count(0));
        }
        return JSON.writeValueAsBytes(new TrainedHead.Facts(
                counts,
                frames.ambiguous(),
                frames.noncoding(),
                head.epochs(),
                head.bestEpoch().number(),
                dnaHead.epochs(),
                dnaHead.bestEpoch().number()));
    }
}
