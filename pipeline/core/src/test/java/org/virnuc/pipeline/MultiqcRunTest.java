package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.report.MultiqcFiles;

/** What a run leaves for MultiQC in a directory that had another run. */
class MultiqcRunTest {
    @Test
    void aRunWithoutReadsRemovesTheReadCountsOfAnEarlierOne(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path input = Samples.write(
                folder.resolve("in.fa"), ">a\n" + "ATGGCTGAACGTCTGCCGATTGGCAAAGCTCTGGCG".repeat(5) + "\n");
        Path run = folder.resolve("run");
        RealRun.mini().run(input, run);
        Path bar = Files.writeString(run.resolve(MultiqcFiles.READS_BAR_FILE), "{}");
        Path statistics = Files.writeString(run.resolve(MultiqcFiles.READS_STATISTICS_FILE), "{}");
        RealRun.mini().run(input, run);
        assertThat(run.resolve(MultiqcFiles.BAR_FILE)).isNotEmptyFile();
        assertThat(bar).doesNotExist();
        assertThat(statistics).doesNotExist();
    }
}
