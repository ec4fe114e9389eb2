package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.StageId;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;

/**
 * Finishes a run that an earlier program began: commit cf65c62, before the project was split into modules, stopped while
 * it wrote the vectors of ESM-2. The archive has the input, the run directory, and the results of that program. It has
 * to be made anew if the embedded model changes.
 */
class EarlierProgramTest {
    private static final String ARCHIVE = "run-of-commit-cf65c62.zip";

    @Test
    void aRunOfAnEarlierProgramIsFinishedWithTheSameResults(@TempDir Path folder)
            throws IOException, InterruptedException {
        unpack(folder);
        ResultOptions asThen = ResultOptions.DEFAULT.from(0);
        RunReport report = RealRun.mini()
                .threads(1)
                .writing(asThen.with(asThen.confidence().with(Fallback.NONE)))
                .run(folder.resolve("in.fa"), folder.resolve("run"))
                .report();

        assertThat(FakeRun.stage(report, StageId.DNABERT_S).status()).isEqualTo(StageStatus.SKIPPED);
        StageReport esm2 = FakeRun.stage(report, StageId.ESM_2);
        assertThat(esm2.status()).isEqualTo(StageStatus.DONE);
        assertThat(esm2.metrics()).containsEntry(StageReport.ITEMS_REUSED, 4L);
        assertThat(esm2.calls().items()).isZero();
        for (String name :
                new String[] {"prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv"}) {
            assertThat(folder.resolve("run").resolve(name))
                    .hasSameTextualContentAs(folder.resolve("expected").resolve(name));
        }
    }

    private static void unpack(Path folder) throws IOException {
        InputStream archive = Objects.requireNonNull(EarlierProgramTest.class.getResourceAsStream(ARCHIVE), ARCHIVE);
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
    }
}
