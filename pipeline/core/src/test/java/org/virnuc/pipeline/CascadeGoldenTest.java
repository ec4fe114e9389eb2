package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.virnuc.calling.confidence.ConfidenceOptions.EVEN;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.cascade.CascadeFile;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.run.ModelChoice;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.TelemetryEvent;

/** The embedded model screens for the golden ones, through the engine: real vectors, real scores. */
class CascadeGoldenTest {
    private final Path folder;
    private final Path input;

    CascadeGoldenTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        // 240 records of six frames each and some of every other kind: enough for an agreement of 0.95.
        this.input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(240, 3) + Samples.mixed(1));
    }

    @Test
    void everythingToTheBigModelGivesTheLabelsOfTheFullRun() throws IOException, InterruptedException {
        RunResult full = RealRun.golden(500).run(input, folder.resolve("full"));
        RunResult all = golden("1", "chunks").run(input, folder.resolve("all"));
        assertThat(all.outcome()).containsAllEntriesOf(full.outcome()).containsEntry("decisions_by_small_model", 0L);
        assertThat(folder.resolve("all/prediction_results_highestscore.csv"))
                .hasSameBinaryContentAs(folder.resolve("full/prediction_results_highestscore.csv"));
    }

    @Test
    void stoppedAndRunAgainSameBytesAndEveryChunkIsAccountedFor() throws IOException, InterruptedException {
        RunResult whole = golden("0.9", "chunks").run(input, folder.resolve("whole"));
        Path out = folder.resolve("stopped");
        Throwable stopped = catchThrowable(() -> golden("0.9", "chunks")
                .watchedBy(event -> {
                    if (event instanceof TelemetryEvent.StageStarted started
                            && started.stage().equals("cascade-big")) {
                        Thread.currentThread().interrupt();
                    }
                })
                .run(input, out));
        Thread.interrupted();
        assertThat(Interruption.caused(stopped)).isTrue();
        assertThat(out.resolve("cascade.tsv")).doesNotExist();
        RunResult again = golden("0.9", "chunks").run(input, out);
        assertThat(again.outcome()).isEqualTo(whole.outcome());
        for (String name : List.of(
                "prediction_results.txt",
                "prediction_results_highestscore.csv",
                "sequences.tsv",
                "contig_calls.tsv",
                "cascade.tsv",
                "cascade.json")) {
            assertThat(out.resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
        }
        CascadeFile file = CascadeFile.read(out.resolve("cascade.json"));
        assertThat(whole.outcome())
                .containsEntry("decisions", whole.outcome().get("chunks_scored"))
                .containsEntry("decisions_by_small_model", file.chunks().clear());
        assertThat(whole.report().events())
                .extracting(EventReport::message)
                .anyMatch(message -> message.startsWith("cascade: the big model scored "));
        assertThat(whole.report().totals().perModel().keySet())
                .anyMatch(name -> name.startsWith("virnuc-mini/"))
                .anyMatch(name -> !name.startsWith("virnuc-mini/"));
        assertThat(out.resolve("run.json"))
                .content(StandardCharsets.UTF_8)
                .contains("\"screening_model\"", "\"agreement\" : 0.9", "\"cascade_chunks\" : \"cascade.tsv\"");
        String page = Files.readString(out.resolve("report.html"), StandardCharsets.UTF_8);
        assertThat(page).contains("screened by virnuc-mini").contains("cascade.tsv");
    }

    @Test
    void whatIsAboutProbabilitiesIsRefused() {
        Path calibration = folder.resolve("calibration.json");
        assertThat(refusal(
                        new ConfidenceOptions(Optional.of(calibration), Selection.DEFAULT, EVEN, Fallback.NONE, false)))
                .startsWith(
                        "`calibration` is about probabilities, which belong to one model, and `cascade` gives scores");
        assertThat(refusal(new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, 0.01, Fallback.NONE, false)))
                .startsWith("`prevalence` 0.01 is about probabilities");
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    private String refusal(ConfidenceOptions confidence) {
        Throwable refused = catchThrowable(() -> golden("0.9", "chunks")
                .writing(ResultOptions.DEFAULT.from(0).with(confidence))
                .run(input, folder.resolve("refused")));
        assertThat(refused).isInstanceOf(UsageException.class);
        return String.valueOf(refused.getMessage());
    }

    private static RealRun golden(String agreement, String rule) {
        return RealRun.golden(
                500,
                new ModelChoice(
                                "golden",
                                Optional.of(RealRun.resource("/golden/dnaberts")),
                                Optional.of(RealRun.resource("/golden/esm2/hf")),
                                Optional.of(RealRun.resource("/golden/head/tiny_model.safetensors")))
                        .with(CascadeOptions.parse(agreement, rule)));
    }
}
