package org.virnuc.pipeline.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.sequences.InputException;

class SampleSheetTest {
    private final Path file;

    SampleSheetTest(@TempDir Path folder) {
        this.file = folder.resolve("sheet.csv");
    }

    @Test
    void rowsAreSamplesWithPathsBesideTheSheet() throws IOException {
        Path away = file.resolveSibling("x").toAbsolutePath();
        Files.writeString(
                file,
                "\ufeffSample,path,path2\r\ns1, a.fa ,\r\n\r\n\"s,2\",b\n".replace("s,2", "s-2") + "s3,r1,r2\ns4,"
                        + away + "\n");
        assertThat(SampleSheet.read(file))
                .containsExactly(
                        new Sample("s1", List.of(file.resolveSibling("a.fa"))),
                        new Sample("s-2", List.of(file.resolveSibling("b"))),
                        new Sample("s3", List.of(file.resolveSibling("r1"), file.resolveSibling("r2"))),
                        new Sample("s4", List.of(away)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s1,a.fa\\n | , line 1: found 's1,a.fa' where the columns are named; write sample,path or sample,path,path2, with commas between",
                "sample;path\\ns1;a\\n | , line 1: found 'sample;path' where the columns are named;",
                "sample,path\\n | , line 1: no sample; write a line for each, such as \"sample1,reads.fastq.gz\"",
                "sample,path\\na,b\\n../x,b\\n | , line 3: sample '../x' cannot name a folder; use letters, digits, and . _ - within, at most 100",
                "sample,path\\n.a,b\\n | , line 2: sample '.a' cannot name a folder;",
                "sample,path\\na,b\\nA,c\\n | , line 3: sample 'A' is in line 2 already; give each sample one line;",
                "sample,path\\na,\\n | , line 2: no path; name a file or a directory of files",
                "sample,path\\na,-\\n | , line 2: no path; name a file or a directory of files",
                "sample,path\\na\\n | , line 2: 1 columns; a line has sample,path or sample,path,path2",
                "sample,path\\na,b,c,d\\n | , line 2: 4 columns; a line has sample,path or sample,path,path2",
            })
    void whatCannotBeUsedIsNamedWithItsLine(String text, String message) throws IOException {
        Files.writeString(file, text.replace("\\n", "\n"));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SampleSheet.read(file))
                .withMessageStartingWith(file + message);
    }

    @Test
    void aSheetThatIsNotThere() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SampleSheet.read(file))
                .withMessage(file + ": the sample sheet cannot be read; check the path");
    }
}
