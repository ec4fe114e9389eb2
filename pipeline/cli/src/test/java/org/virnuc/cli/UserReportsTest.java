package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users of other programs reported in public, tried here with input of the same kind. Each test names the report; a list with what
 * each program did is in {@code docs/user-reports.md}.
 */
@Tag("slow")
class UserReportsTest {
    private static final List<String> SAME = List.of(
            "prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv", "contig_calls.tsv");

    private final Path folder;
    private final Path out;
    private final String gene;

    UserReportsTest(@TempDir Path folder) {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.gene = bases(620, 1);
    }

    /** jfmrod/MAPseq 8: the last sequence of a file without a line feed at its end was left out. */
    @Test
    void theLastRecordNeedsNoLineEnd() throws IOException {
        same(">a\n" + gene + "\n>b\n" + gene + "\n", ">a\n" + gene + "\n>b\n" + gene);
        String read = "@a\n" + gene + "\n+\n" + "I".repeat(gene.length());
        same(read + "\n", read);
    }

    /** bede/deacon 101: carriage returns of Windows were counted as bases. mdshw5/pyfaidx 141: those of old Macs were the only line. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r"})
    void lineEndsOfOtherSystemsAreNoBases(String end) throws IOException {
        String fasta = ">a\n" + gene.substring(0, 60) + "\n" + gene.substring(60) + "\n>b\n" + gene + "\n";
        same(fasta, fasta.replace("\n", end));
        String fastq = "@a\n" + gene + "\n+\n" + "I".repeat(gene.length()) + "\n";
        same(fastq, fastq.replace("\n", end));
        same(fastq, fastq.strip().replace("\n", end));
    }

    /** KevinKuchinski/ProbeTools 1: nothing was found in lower-case sequences. */
    @Test
    void softMaskedSequencesAreSequences() throws IOException {
        same(">a\n" + gene + "\n", ">a\n" + gene.toLowerCase(Locale.ROOT) + "\n");
    }

    /** apcamargo/genomad 44: a file with an id that occurs twice ended the run; mahulchak/quickmerge and others lost one of the two. */
    @Test
    void anIdThatOccursTwiceIsTwoRecords() throws IOException {
        CommandRun run = predict(write("in.fa", ">a\n" + gene + "\n>a\n" + bases(620, 2) + "\n"));
        assertThat(run.code()).isZero();
        assertThat(rows("sequences.tsv"))
                .hasSize(3)
                .filteredOn(row -> row.startsWith("a\t"))
                .hasSize(2);
        assertThat(out.resolve("telemetry.json")).content().contains("\"duplicate-ids\"");
    }

    /** simroux/VirSorter 51: ids came back with other letters, and results could not be joined with the input. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NC_014328.1",
                "gi|674660337|ref|NC_024711.1|",
                "k141_1;size=3",
                "a/b\\c",
                "50%",
                "x*y?[z]",
                "\"a\"",
                "été"
            })
    void idsComeBackAsTheyWere(String id) throws IOException {
        CommandRun run =
                predict(write("in.fa", ">" + id + " description\n" + viral() + "\n"), "--write", "viral,regions");
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(rows("sequences.tsv").get(1)).startsWith(id + "\t");
        assertThat(rows("contig_calls.tsv").get(1)).startsWith(id + "\t");
        assertThat(rows("viral.fasta").get(0)).isEqualTo(">" + id);
        assertThat(rows("regions.bed").get(0)).startsWith(id + "\t0\t");
    }

    /** An id that begins a comment in BED, and one that a spreadsheet computes; tables of results have every id as the input has it. */
    @Test
    void idsThatMeanSomethingElsewhere() throws IOException {
        String bases = viral();
        Path input = write("in.fa", ">#a\n" + bases + "\n>=1+1\n" + bases + "\n");
        assertThat(predict(input, "--write", "regions").code()).isZero();
        assertThat(rows("sequences.tsv"))
                .anyMatch(row -> row.startsWith("#a\t"))
                .anyMatch(row -> row.startsWith("=1+1\t"));
        assertThat(rows("regions.bed"))
                .hasSizeGreaterThanOrEqualTo(2)
                .anyMatch(row -> row.startsWith("%23a\t"))
                .anyMatch(row -> row.startsWith("=1+1\t"))
                .noneMatch(row -> row.startsWith("#"));
    }

    /** jessieren/DeepVirFinder 23: an exception where no contig was long enough; ChengPENG-wolf/ViraLM 1: nine in ten left out silently. */
    @Test
    void recordsThatAreAllTooShortAreARun() throws IOException {
        CommandRun run = predict(write("in.fa", ">a\nACGTACGT\n>b\nACGTACGTAA\n"));
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(rows("sequences.tsv")).hasSize(3);
        assertThat(run.out()).singleElement().asString().startsWith("2 records: 0 virus, 0 others, 2 unscored");
    }

    /** EBI-Metagenomics/emg-viral-pipeline 160: a contig of nothing but N ended a workflow. */
    @Test
    void aRecordWithoutAKnownBaseIsARow() throws IOException {
        CommandRun run = predict(write("in.fa", ">n\n" + "N".repeat(2000) + "\n>a\n" + gene + "\n"));
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(rows("sequences.tsv")).hasSize(3).anyMatch(row -> row.startsWith("n\t") && row.contains("unscored"));
    }

    /** OpenGene/fastp 264: a gzip file that was cut off was processed as if it were whole. */
    @Test
    void aGzipFileThatIsCutIsAnError() throws IOException {
        byte[] whole = gzip(("@a\n" + gene + "\n+\n" + "I".repeat(gene.length()) + "\n").repeat(50));
        Path cut = Files.write(folder.resolve("in.fq.gz"), Arrays.copyOf(whole, whole.length - 10));
        CommandRun run = predict(cut);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).last().asString().contains(cut.toString()).containsAnyOf("cut", "ends");
        assertThat(out.resolve("sequences.tsv")).doesNotExist();
    }

    /** marcelm/cutadapt 192: the reason why lengths differ, a file that was cut, stood far above the message. */
    @Test
    void aReadWithAnotherNumberOfQualitiesIsNamed() throws IOException {
        CommandRun run = predict(write("in.fq", "@first\nACGT\n+\nIIII\n@second one\nACGTACGT\n+\nIIII\n"));
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).last().asString().contains(", line 8: 4 qualities for 8 letters");
    }

    /** samtools/htslib 1723: a missing reference was told as a missing CRAM file. samtools/samtools 802: and ended with exit code 0. */
    @Test
    void theFileThatIsMissingIsTheOneThatIsNamed() throws IOException {
        Path missing = folder.resolve("ref.fa");
        CommandRun run = predict(write("in.fa", ">a\n" + gene + "\n"), "--reference", missing.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).last().asString().contains(missing.toString()).doesNotContain("in.fa");
    }

    /** nf-core/rnaseq 705, nf-core/scrnaseq 251, nf-core/tools 2255: sheets as spreadsheets and people write them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\ufeffsample,path~s1,in.fa~", // the mark of UTF-8
                "sample,path~s1,in.fa~~", // an empty line at the end
                "sample,path~~s1,in.fa~ ~",
                "sample,path\r~s1,in.fa\r~", // Windows
                "Sample,Path~s1,in.fa~",
                "sample,fastq_1,fastq_2~s1,in.fa,~", // no second file
                "sample,fastq_1,fastq_2~s1,in.fa~", // and no comma for it
                "\"sample\",\"path\"~\"s1\",\"in.fa\"~",
                "sample\tpath~s1\tin.fa~",
                " sample , path ~ s1 , in.fa ~"
            })
    void sheetsAsTheyAreWritten(String sheet) throws IOException {
        write("in.fa", ">a\n" + gene + "\n");
        Path file = write("samples.csv", sheet.replace("~", "\n"));
        CommandRun run =
                CommandRun.of("predict", "--samples", file.toString(), "-o", out.toString(), "--progress", "none");
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(out.resolve("s1/sequences.tsv")).content().contains("\na\t");
    }

    /** nf-core/tools 2255: a line with too many commas was told as missing columns. */
    @Test
    void aLineWithTooManyColumnsIsTheLineThatIsNamed() throws IOException {
        write("in.fa", ">a\n" + gene + "\n");
        Path file = write("samples.csv", "sample,path\ns1,in.fa\ns2,in.fa,,,\n");
        CommandRun run =
                CommandRun.of("predict", "--samples", file.toString(), "-o", out.toString(), "--progress", "none");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).singleElement().asString().contains(file + ", line 3: 5 columns");
    }

    /** MultiQC/MultiQC 848: samples that have the same file names in their folders overwrote each other. */
    @Test
    void filesOfOneNameInTwoFoldersAreTwoSamples() throws IOException {
        Files.createDirectories(folder.resolve("x"));
        Files.createDirectories(folder.resolve("y"));
        write("x/contigs.fa", ">a\n" + gene + "\n");
        write("y/contigs.fa", ">b\n" + gene + "\n");
        CommandRun run = CommandRun.of(
                "predict",
                folder.resolve("x/contigs.fa").toString(),
                folder.resolve("y/contigs.fa").toString(),
                "-o",
                out.toString(),
                "--progress",
                "none");
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(rows("sequences.tsv")).hasSize(3);
    }

    /** The header of a SAM file may be missing, as in the output of samtools view; its reads are those of the file with one. */
    @Test
    void aSamFileNeedsNoHeader() throws IOException {
        String unmapped = "r1\t4\t*\t0\t0\t*\t*\t0\t0\t" + gene + "\t*\n";
        String mapped = "r2\t0\tcontig\t1\t60\t" + gene.length() + "M\t*\t0\t0\t" + gene + "\t*\n";
        for (String reads : List.of(unmapped, mapped, unmapped + mapped)) {
            CommandRun run = predict(write("in.sam", reads), "--force");
            assertThat(run.code()).as("%s", run.err()).isZero();
            assertThat(rows("sequences.tsv")).hasSize(1 + (int) reads.lines().count());
        }
    }

    /** DerrickWood/kraken2 561: files of mates that are not in step gave other results, without a word. */
    @Test
    void matesOutOfStepAreNoticed() throws IOException {
        String quality = "\n+\n" + "I".repeat(gene.length()) + "\n";
        write("r_1.fq", "@a/1\n" + gene + quality + "@b/1\n" + gene + quality);
        write("r_2.fq", "@b/2\n" + gene + quality);
        Path file = write("samples.csv", "sample,fastq_1,fastq_2\ns1,r_1.fq,r_2.fq\n");
        CommandRun run =
                CommandRun.of("predict", "--samples", file.toString(), "-o", out.toString(), "--progress", "none");
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(Files.readAllLines(out.resolve("s1/sequences.tsv")))
                .hasSize(4); // every read by itself: nothing depends on its mate
    }

    /** FelixKrueger/TrimGalore 44: a blank line before or after the reads ended the run. */
    @Test
    void blankLinesAroundRecordsAreNoRecords() throws IOException {
        String fasta = ">a\n" + gene + "\n";
        same(fasta, "\n\n" + fasta + "\n\n");
        String read = "@a\n" + gene + "\n+\n" + "I".repeat(gene.length()) + "\n";
        same(read, "\n\r\n" + read + "\n\n");
    }

    /** apcamargo/genomad 172: what follows a dot in a name was cut off. barricklab/breseq 218: names with blanks. */
    @ParameterizedTest
    @ValueSource(strings = {"proj.name.test", "my sample", "-x", "a'b", "été", "100%"})
    void anyNameIsAName(String name) throws IOException {
        Path input = write(name + ".contigs.fasta", ">a\n" + gene + "\n");
        Path directory = folder.resolve(name);
        CommandRun run = CommandRun.of("predict", input.toString(), "-o", directory.toString(), "--progress", "none");
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(directory.resolve("sequences.tsv")).exists();
    }

    /** EichlerLab/smrtsv2 18 and snakemake/snakemake 748: what a killed run left locked its directory, or emptied a file of settings. */
    @Test
    void whatAKilledRunLeavesIsNoLock() throws IOException {
        Path input = write("in.fa", ">a\n" + gene + "\n");
        assertThat(predict(input).code()).isZero();
        Files.writeString(out.resolve(".lock"), "12345");
        Files.writeString(out.resolve("run.json"), "");
        CommandRun run = predict(input, "--force");
        assertThat(run.code()).as("%s", run.err()).isZero();
    }

    /** The bases of a virus of the demo, which virnuc-mini calls as that. */
    private static String viral() throws IOException {
        String first = DemoInput.text().split(">", 3)[1];
        return first.substring(first.indexOf('\n')).replace("\n", "");
    }

    private void same(String usual, String other) throws IOException {
        boolean fastq = usual.startsWith("@");
        Path one = write(fastq ? "a.fq" : "a.fa", usual);
        Path two = write(fastq ? "b.fq" : "b.fa", other);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path[] run : new Path[][] {{one, first}, {two, second}}) {
            CommandRun done = CommandRun.of(
                    "predict", run[0].toString(), "-o", run[1].toString(), "--progress", "none", "--force");
            assertThat(done.code()).as("%s", done.err()).isZero();
        }
        for (String name : SAME) {
            assertThat(second.resolve(name)).as(name).hasSameBinaryContentAs(first.resolve(name));
        }
    }

    private CommandRun predict(Path input, String... more) {
        String[] arguments = {"predict", input.toString(), "-o", out.toString(), "--progress", "none"};
        return CommandRun.of(
                Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    private List<String> rows(String name) throws IOException {
        return Files.readAllLines(out.resolve(name), StandardCharsets.UTF_8);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Bases from a fixed seed, with an open frame somewhere. */
    private static String bases(int length, int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("ATGAAACGTATTGGTCGCATTACCGGTGAACTGCTGGAAGCGATTCGTAAAGGC".repeat(3));
        while (text.length() < length) {
            text.append("ACGT".charAt(random.nextInt(4)));
        }
        return text.substring(0, length);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
