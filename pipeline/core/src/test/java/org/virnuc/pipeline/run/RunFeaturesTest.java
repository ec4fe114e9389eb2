package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.reads.WrittenReads;
import org.virnuc.engine.StageId;
import org.virnuc.models.Precision;
import org.virnuc.pipeline.flow.RunFeature;
import org.virnuc.report.ReportSection;
import org.virnuc.telemetry.RunInfo;

class RunFeaturesTest {
    private static final RunInfo INFO = new RunInfo("run", "command", "1", Map.of("model_dna", "d"));

    /** A feature that main code does not know. */
    private static final class Moonlight implements RunFeature {
        @Override
        public Map<String, Object> settings() {
            return Map.of("moon", "full");
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("moon", "full");
        }

        @Override
        public Map<String, String> files() {
            return Map.of("moonlight", "moonlight.tsv");
        }

        @Override
        public List<String> estimateKey() {
            return List.of("moon full");
        }
    }

    @Test
    void aNewFeatureIsEverywhereWithoutBeingNamed() {
        RunFeatures features = new RunFeatures(List.of(new Moonlight()));
        RunRequest request = RunRequest.of(Path.of("in.fa")).build();
        assertThat(RunFile.files(request, features, Optional.empty()))
                .containsEntry("moonlight", "moonlight.tsv")
                .containsEntry("report", "report.html");
        assertThat(features.described(INFO, Precision.FP32).environment())
                .containsEntry("moon", "full")
                .containsEntry("model_dna", "d");
        assertThat(features.settings()).containsEntry("moon", "full");
        assertThat(features.estimateKey()).containsExactly("moon full");
    }

    @Test
    void aRunWithoutFeaturesSaysNothingOfThem() {
        RunFeatures none = new RunFeatures(List.of());
        assertThat(none.described(INFO, Precision.FP32)).isEqualTo(INFO);
        assertThat(none.files()).isEmpty();
        assertThat(none.sections()).isEmpty();
    }

    @Test
    void readsBringAStageFilesAndASection() {
        ReadOptions options =
                new ReadOptions(Optional.empty(), Optional.of(Path.of("r.bam")), WrittenReads.NONE, false);
        RunFeatures features = RunFeatures.of(options, List.of());
        assertThat(features.all()).flatMap(RunFeature::stages).containsExactly(StageId.READ_LABELS);
        assertThat(features.files()).containsOnlyKeys("read_labels", "read_labels_parquet");
        assertThat(features.reportFiles()).containsOnlyKeys("multiqc_reads", "multiqc_reads_stats");
        assertThat(features.sections()).hasSize(1).allMatch(ReportSection.class::isInstance);
        assertThat(RunFeatures.of(ReadOptions.NONE, List.of()).all()).isEmpty();
    }
}
