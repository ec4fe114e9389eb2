package org.virnuc.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.accuracy.Measured;
import org.virnuc.calling.confidence.HeldOut;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.files.AtomicFile;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.PackFile;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.GpuFigures;
import org.virnuc.telemetry.RunReport;
import org.virnuc.training.data.Part;

/**
 * What a pack was trained on, how well it does on records that it does not know, and what that took.
 *
 * @param model names and SHA-256 of the encoders
 * @param data names and SHA-256 of the labelled files
 * @param licence of the labelled sequences, as the user stated it
 * @param clusters where the clusters came from
 * @param split records and clusters by part and label
 * @param settings hyper-parameters
 * @param training what happened in the training
 * @param chunkHead what the chunk head is, or why there is none
 * @param figures of test records, by unit and source of the score
 * @param groups of test records
 * @param cost of all runs in the run directory; null if nothing was priced
 * @param gpuJoules energy of all GPUs in the runs that {@code seconds} is of; null if it was not measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        String format,
        String name,
        String version,
        int length,
        Map<String, String> model,
        Map<String, String> data,
        String licence,
        String clusters,
        Map<String, Count> split,
        Map<String, Object> settings,
        TrainedHead.Facts training,
        String chunkHead,
        List<Row> figures,
        List<GroupRow> groups,
        double seconds,
        @Nullable String cost,
        @Nullable Double gpuJoules) {
    private static final String FORMAT = "virnuc-model-card/1";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Records, clusters and bases of one label in one part. */
    public record Count(long records, long clusters, long bases) {}

    /**
     * Figures of test records.
     *
     * @param unit chunk, stretch or record
     * @param source of the scores, {@code frames}, {@code dna-only} or {@code chunk-head}
     */
    public record Row(
            String unit,
            String source,
            long viral,
            long host,
            Measured auroc,
            Measured accuracy,
            Measured sensitivity,
            Measured falsePositives,
            Measured calibrationError) {}

    /** Figures of the test records of one group against all of the other label. */
    public record GroupRow(
            String label, String group, long chunks, double right, Measured auroc, long records, double recordsRight) {}

    /**
     * What a card describes.
     *
     * @param hidden width of the head's hidden layer
     */
    record Sources(
            TrainingRequest request, TrainingData data, ModelPart dna, ModelPart protein, int hidden, String version) {}

    /** Collects the facts and measures the test records among those held out. */
    static ModelCard of(
            Sources sources,
            TrainedHead.Facts facts,
            List<HeldOut> heldOut,
            FittedChunkHead chunkHead,
            List<RunResult> runs)
            throws IOException {
        TrainingRequest request = sources.request();
        TrainingData data = sources.data();
        CardFigures figures = new CardFigures(heldOut.stream()
                .filter(row -> data.split().of(row.recordId()) == Part.TEST)
                .toList());
        List<Row> rows = new ArrayList<>(figures.rows());
        rows.addAll(chunkHead.rows(id -> data.split().of(id) == Part.TEST));
        Map<String, String> model = new LinkedHashMap<>();
        model.put(request.dna().toString(), sources.dna().sha256());
        model.put(request.protein().toString(), sources.protein().sha256());
        return new ModelCard(
                FORMAT,
                String.valueOf(request.output().toAbsolutePath().normalize().getFileName()),
                sources.version(),
                request.length(),
                model,
                data.hashes(),
                request.licence(),
                data.found() ? "found by shared 21-mers" : "given with the labels",
                counts(data),
                settings(request, sources.hidden()),
                facts,
                chunkHead.words(),
                rows,
                figures.groups(),
                runs.stream().mapToDouble(run -> run.report().wallSeconds()).sum(),
                RunCosts.spentIn(runs.get(0).directory())
                        .map(spent -> rounded(spent.cost()) + " " + spent.currency())
                        .orElse(null),
                joules(runs.stream().map(RunResult::report).toList()));
    }

    /** The energy of all GPUs; null unless every run has measured that of each of its GPUs. */
    static @Nullable Double joules(List<RunReport> runs) {
        double sum = 0;
        for (RunReport run : runs) {
            if (run.gpus().isEmpty()) {
                return null;
            }
            for (GpuFigures gpu : run.gpus()) {
                if (gpu.joules() == null) {
                    return null;
                }
                sum += gpu.joules();
            }
        }
        return sum;
    }

    private static String rounded(BigDecimal cost) {
        return cost.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }

    private static Map<String, Object> settings(TrainingRequest request, int hidden) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("head", request.head().hidden(hidden));
        settings.put("chunks", request.frames().chunks().word());
        request.frames().proteins().ifPresent(file -> settings.put("proteins", file.toString()));
        settings.put("start", request.start().map(Path::toString).orElse("new weights"));
        settings.put("validation_fraction", request.fractions().validation());
        settings.put("test_fraction", request.fractions().test());
        return settings;
    }

    private static Map<String, Count> counts(TrainingData data) {
        Map<String, Count> counts = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            for (boolean viral : new boolean[] {true, false}) {
                long records = 0;
                long bases = 0;
                Map<String, Integer> clusters = new TreeMap<>();
                for (String id : data.split().records(part)) {
                    TruthLabels.Truth truth = data.labels().of(id);
                    if (truth.viral() == viral) {
                        records++;
                        bases += data.bases().getOrDefault(id, 0L);
                        clusters.merge(truth.cluster(), 1, Integer::sum);
                    }
                }
                counts.put(part.word() + (viral ? " viral" : " host"), new Count(records, clusters.size(), bases));
            }
        }
        return counts;
    }

    /** Writes the card for programs and the one for people. */
    void write(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(PackFile.CARD + ".json"), JSON.writeValueAsBytes(this));
        AtomicFile.write(folder.resolve(PackFile.CARD + ".md"), new CardPage(this).text());
    }
}
