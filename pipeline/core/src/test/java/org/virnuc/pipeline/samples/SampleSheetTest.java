package org.virnuc.pipeline.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.files.CapturedLog;
import org.virnuc.sequences.InputException;

class SampleSheetTest {
    private static final String SAVE = "; save the sheet as \"CSV UTF-8\"";

    private final Path folder;
    private final Path file;

    SampleSheetTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("sheet.csv");
        for (String name : List.of("a", "a.fa", "b", "c", "r1", "r2", "x")) {
            Files.writeString(folder.resolve(name), ">a\nAC\n");
        }
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
    @ValueSource(
            strings = {
                "sample,path,path2\ns1,r1,r2\ns2,a.fa,\n",
                "sample,fastq_1,fastq_2\ns1,r1,r2\ns2,a.fa\n",
                "Sample\tfastq_1\tfastq_2\ns1\tr1\tr2\ns2\ta.fa\t\n\t\t\n",
                "\ufeffsample\tpath\tpath2\rs1\tr1\tr2\r\rs2\ta.fa\r",
                "sample,fastq_1,fastq_2,strandedness\ns1,r1,r2,auto\ns2,a.fa,,reverse\n",
                "sample,run_accession,instrument_platform,fastq_1,fastq_2,fasta\ns1,ERR1,ILLUMINA,r1,r2,\ns2,ERR2,OXFORD_NANOPORE,,,a.fa\n",
                "group,path2,sample,path\n1.5,r2,s1,r1\n-,,s2,a.fa\n",
            })
    void tablesOfOtherProgramsAreReadTheSame(String text) throws IOException {
        Files.writeString(file, text);
        assertThat(SampleSheet.read(file))
                .containsExactly(
                        new Sample("s1", List.of(folder.resolve("r1"), folder.resolve("r2"))),
                        new Sample("s2", List.of(folder.resolve("a.fa"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s1,a.fa\\n | , line 1: found 's1,a.fa' where the columns are named; write sample,path[,path2] or sample,fastq_1[,fastq_2], with commas or tabs between",
                "sample;path\\ns1;a\\n | , line 1: found 'sample;path' where the columns are named;",
                "sample,path\\n | , line 1: no sample; write a line for each, such as \"sample1,reads.fastq.gz\"",
                "sample,path\\na,b\\n../x,b\\n | , line 3: sample '../x' cannot name a folder; use letters, digits, and . _ - within, at most 100",
                "sample,path\\n.a,b\\n | , line 2: sample '.a' cannot name a folder;",
                "sample,path\\na,b\\nA,c\\n | , line 3: sample 'A' is in line 2 already; give each sample one line;",
                "sample,path\\na,\\n | , line 2: no path; name a file or a directory of files",
                "sample,path\\na,-\\n | , line 2: no path; name a file or a directory of files",
                "sample,path\\na\\n | , line 2: 1 column; a line has sample,path, as the first one says",
                "sample,path\\na,b,c,d\\n | , line 2: 4 columns; a line has sample,path, as the first one says",
                "sample,path\\na,b,c\\n | , line 2: 3 columns; a line has sample,path, as the first one says",
                "sample,fastq_1\\n\\na,\\n | , line 3: no fastq_1; name a file or a directory of files",
                "sample,fastq_1,fastq2\\na,r1,r2\\n | , line 2: column 'fastq2' names the file 'r2' but is not read; columns of files are path, path2, fastq_1, fastq_2, fasta",
                "sample,path,long\\na,r1,no/where.FQ.gz\\n | , line 2: column 'long' names the file 'no/where.FQ.gz' but is not read;",
                "sample,strandedness\\na,b\\n | , line 1: found 'sample,strandedness' where the columns are named;",
                "sample,path,path\\na,b,c\\n | , line 1: found 'sample,path,path' where the columns are named;",
                "sample,fastq_2,path\\na,b,c\\n | , line 1: found 'sample,fastq_2,path' where the columns are named;",
                "sample,fastq_1,fastq_2\\na,,r2\\n | , line 2: no fastq_1; name a file or a directory of files",
                "sample,fastq_1,fasta\\na,,\\n | , line 2: no fastq_1; name a file or a directory of files",
                "sample,path\\n\\n\\nx,'a\\ny,b\\n | , line 4: not CSV; check its quotes",
                "sample,path\\nSamples.TSV,b\\n | , line 2: sample 'Samples.TSV' has the name of a file or folder that virnuc writes; give the sample another name",
                "sample,path\\nreport.html,b\\n | , line 2: sample 'report.html' has the name of a file or folder that virnuc writes;",
                "sample,path\\nvirnuc.log,b\\n | , line 2: sample 'virnuc.log' has the name of a file or folder that virnuc writes;",
                "sample,path\\nwork,b\\n | , line 2: sample 'work' has the name of a file or folder that virnuc writes;",
                "sample,path\\nrun.json,b\\n | , line 2: sample 'run.json' has the name of a file or folder that virnuc writes;",
            })
    void whatCannotBeUsedIsNamedWithItsLine(String text, String message) throws IOException {
        Files.writeString(file, text.replace("\\n", "\n").replace("'a", "\"a"));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SampleSheet.read(file))
                .withMessageStartingWith(file + message);
    }

    @Test
    void everyFileOfEverySampleHasToBeThere() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.fa"), folder.resolve("gone/link.fa"));
        Path below = Files.createDirectory(folder.resolve("below"));
        Files.createSymbolicLink(below.resolve("b.fa"), folder.resolve("gone/b.fa"));
        assertRefused(
                "sample,path\na,b\nb,nowhere.fa\n".getBytes(StandardCharsets.UTF_8),
                ", line 3: " + folder.resolve("nowhere.fa") + ": no such file; check the path");
        assertRefused(
                "sample,fastq_1,fastq_2\n\na,b,link.fa\n".getBytes(StandardCharsets.UTF_8),
                ", line 3: " + folder.resolve("link.fa") + ": a link that leads to nothing; fetch or restore what it"
                        + " leads to (ls -l shows it), or remove the link");
        assertRefused(
                "sample,path\na,below\n".getBytes(StandardCharsets.UTF_8),
                ", line 2: " + below.resolve("b.fa") + ": a link that leads to nothing; fetch or restore what it leads"
                        + " to (ls -l shows it), or remove the link");
    }

    @Test
    void aSampleHasEachFileOnce() throws IOException {
        Path both = Files.createDirectory(folder.resolve("both"));
        Path first = Files.writeString(both.resolve("1.fa"), ">a\nAC\n");
        Path second = Files.createSymbolicLink(both.resolve("2.fa"), first);
        String end = ", and its records would be counted twice; leave one of the two out";
        assertRefused(
                "sample,path\nx,a\ny,both\n".getBytes(StandardCharsets.UTF_8),
                ", line 3: " + first + " and " + second + " are the same file" + end);
        assertRefused(
                "sample,fastq_1,fastq_2\nx,r1,r1\n".getBytes(StandardCharsets.UTF_8),
                ", line 2: " + folder.resolve("r1") + " is an input twice" + end);
        assertRefused(
                "sample,fastq_1,fastq_2,fasta\nx,r1,r2,both/../r1\n".getBytes(StandardCharsets.UTF_8),
                ", line 2: " + folder.resolve("r1") + " and " + folder.resolve("both/../r1") + " are the same file"
                        + end);
    }

    @Test
    void aFileOfTwoSamplesIsAWarning() throws IOException {
        Files.writeString(file, "sample,path,path2\nx,a,b\nY,b,c\nz,c,\n");
        try (CapturedLog log = new CapturedLog()) {
            assertThat(SampleSheet.read(file)).hasSize(3);
            assertThat(log.messages(Level.WARN))
                    .containsExactly(file + ": file " + folder.resolve("b") + " of sample 'Y', line 3, is also one of"
                            + " sample 'x', line 2 (the first of 2 such files); both are scored on their own");
            Files.writeString(file, "sample,path\nx,a\ny,b\n");
            SampleSheet.read(file);
            assertThat(log.messages(Level.WARN)).hasSize(1);
        }
    }

    @Test
    void whatIsNoSequencesIsNoticedBeforeAnythingIsComputed() throws IOException {
        Path table = Files.writeString(folder.resolve("t.tsv"), "id\tlength\n");
        assertRefused(
                "sample,path\nx,a\ny,t.tsv\n".getBytes(StandardCharsets.UTF_8),
                ", line 3: " + table
                        + ", line 1: this is a table, not FASTA; name the file of the sequences, or, for several"
                        + " samples, the table as `samples`");
        Files.writeString(table, "");
        assertThat(SampleSheet.read(file)).hasSize(2);
    }

    @Test
    void aFolderWithoutSequencesIsNoticedBeforeAnythingIsComputed() throws IOException {
        Path none = Files.createDirectory(folder.resolve("none"));
        assertRefused(
                "sample,path\nx,a\ny,none\n".getBytes(StandardCharsets.UTF_8),
                ", line 3: " + none + ": there are no files in this directory; name one with FASTA, FASTQ, BAM, CRAM,"
                        + " SAM or GenBank files");
    }

    @Test
    void otherEncodingsAreToldAsThat() throws IOException {
        String text = "sample,path\na,b\nb,r\u00e9sum\u00e9.fa\n";
        assertRefused(
                text.getBytes(StandardCharsets.ISO_8859_1),
                ", line 3: this is not UTF-8 (byte 0xe9; Excel's plain CSV is Windows-1252)" + SAVE);
        assertRefused(
                text.replace('\n', '\r').getBytes(StandardCharsets.ISO_8859_1),
                ", line 3: this is not UTF-8 (byte 0xe9; Excel's plain CSV is Windows-1252)" + SAVE);
        assertRefused(
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE), ", line 1: this is UTF-16 and not UTF-8" + SAVE);
        assertRefused(text.getBytes(StandardCharsets.UTF_16), ", line 1: this is UTF-16 and not UTF-8" + SAVE);
        assertRefused(text.getBytes(StandardCharsets.UTF_16LE), ", line 1: this is UTF-16 and not UTF-8" + SAVE);
        assertRefused(
                "PK\u0003\u0004sheet".getBytes(StandardCharsets.US_ASCII),
                ": this is a workbook (Excel, LibreOffice) and not CSV" + SAVE);
    }

    private void assertRefused(byte[] sheet, String message) throws IOException {
        Files.write(file, sheet);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SampleSheet.read(file))
                .withMessage(file + message);
    }

    @Test
    void aSheetThatIsNotThere() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SampleSheet.read(file))
                .withMessage(file + ": the sample sheet cannot be read; check the path");
    }
}
