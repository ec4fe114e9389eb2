package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.reads.WrittenReads;
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
    }

    @Test
    void aRunWithoutFeaturesSaysNothingOfThem() {
        RunFeatures none = new RunFeatures(List.of());
        assertThat(none.described(INFO, Precision.FP32)).isEqualTo(INFO);
        assertThat(none.files()).isEmpty();
        assertThat(none.sections()).isEmpty();
    }

    @Test
    void readsBringFilesAndASection() {
        ReadOptions options =
                new ReadOptions(Optional.empty(), Optional.of(Path.of("r.bam")), WrittenReads.NONE, false);
        RunFeatures features = new RunFeatures(List.of(ReadLabelling.of(options).orElseThrow()));
        assertThat(features.files()).containsOnlyKeys("read_labels", "read_labels_parquet");
        assertThat(features.reportFiles()).containsOnlyKeys("multiqc_reads", "multiqc_reads_stats");
        assertThat(features.sections()).hasSize(1).allMatch(ReportSection.class::isInstance);
        assertThat(ReadLabelling.of(ReadOptions.NONE)).isEmpty();
    }
}
