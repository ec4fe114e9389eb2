package org.virnuc.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.virnuc.calling.accuracy.Accuracy;
import org.virnuc.calling.confidence.HeldOut;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.chunkhead.ChunkHeadFiles;
import org.virnuc.pipeline.calibrate.ChunkHeadFit;
import org.virnuc.pipeline.calibrate.HeldOutJudgements;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.sequences.InputException;

/**
 * The chunk head of a trained pack, or why it has none.
 *
 * @param words for the model card
 */
record FittedChunkHead(Optional<ChunkHeadFit.Fitted> fitted, String words) {
    private static final String SOURCE = "chunk-head";
    private static final double EVEN = 0.5;

    /** Fits to records that did not train; too few of them are no error. */
    static FittedChunkHead of(ChunkFeatureRows rows, TruthLabels held) throws IOException {
        try {
            ChunkHeadFit.Fitted fitted = ChunkHeadFit.fit(List.of(rows), held);
            String features = fitted.head().features().stream()
                    .map(ChunkHead.Feature::name)
                    .collect(Collectors.joining(", "));
            return new FittedChunkHead(
                    Optional.of(fitted),
                    "logistic regression on " + features + ", fitted to records that did not train");
        } catch (InputException e) {
            return new FittedChunkHead(
                    Optional.empty(), "none: of the records that did not train, " + String.valueOf(e.getMessage()));
        }
    }

    void write(Path folder, ChunkHeadFiles.Model model) throws IOException {
        if (fitted.isPresent()) {
            fitted.get().head().write(folder.resolve(ChunkHeadFiles.JSON), model);
        }
    }

    /** Figures of some records, judged without knowledge of their clusters. */
    List<ModelCard.Row> rows(Predicate<String> wanted) {
        List<ModelCard.Row> rows = new ArrayList<>();
        if (fitted.isPresent()) {
            for (HeldOutJudgements judged : fitted.get().heldOut().values()) {
                add(rows, HeldOut.Unit.CHUNK, judged.chunkAccuracy(wanted));
                add(rows, HeldOut.Unit.RECORD, judged.recordAccuracy(wanted));
            }
        }
        return rows;
    }

    private static void add(List<ModelCard.Row> rows, HeldOut.Unit unit, Accuracy accuracy) {
        if (accuracy.count(true) > 0 && accuracy.count(false) > 0) {
            rows.add(new ModelCard.Row(
                    unit.words(),
                    SOURCE,
                    accuracy.count(true),
                    accuracy.count(false),
                    accuracy.auroc(),
                    accuracy.accuracy(EVEN),
                    accuracy.sensitivity(EVEN),
                    accuracy.falsePositiveRate(EVEN),
                    accuracy.calibrationError()));
        }
    }
}
