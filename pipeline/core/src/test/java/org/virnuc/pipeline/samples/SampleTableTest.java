package org.virnuc.pipeline.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTableTest {
    @Test
    void unfinishedFilesOfAKilledCommandGo(@TempDir Path folder) throws IOException {
        Path table = Files.createFile(folder.resolve(".samples.tsv.1-0123456789abcdef.tmp"));
        Path page = Files.createFile(folder.resolve(".report.html.1-0123456789abcdef.tmp"));
        Path other = Files.createFile(folder.resolve(".thesis.tex.1-0123456789abcdef.tmp"));
        SampleTable.open(folder, List.of()).close();
        assertThat(folder.resolve("samples.tsv")).isNotEmptyFile();
        assertThat(table).doesNotExist();
        assertThat(page).doesNotExist();
        assertThat(other).exists();
    }
}
