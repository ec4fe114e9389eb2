package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.calling.ResultOptions;
import org.virnuc.pipeline.run.RunResult;

/** Records without bases, and files without records, from input to report, with the embedded model. */
class EmptyRecordsTest {
    private static final String OPEN = "CG".repeat(60);
    private static final String QUALITIES = "I".repeat(120);
    private static final String SAM_HEADER = "@HD\tVN:1.6\n@SQ\tSN:k1\tLN:900\n";
    private static final Map<String, String> FORMATS = Map.of(
            "fa", ">r1\n" + OPEN + "\n>r2\n>r3\n" + OPEN + "\n",
            "fq", "@r1\n" + OPEN + "\n+\n" + QUALITIES + "\n@r2\n\n+\n\n@r3\n" + OPEN + "\n+\n" + QUALITIES + "\n",
            "sam", SAM_HEADER + read("r1", OPEN) + read("r2", "*") + read("r3", OPEN),
            "gb",
                    locus("r1", 120) + "1 " + OPEN + "\n//\n" + locus("r2", 0) + "//\n" + locus("r3", 120) + "1 " + OPEN
                            + "\n//\n");

    private final Path folder;

    EmptyRecordsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa", "fq", "sam", "gb"})
    void areRowsWithTheirReasonInEveryFormat(String format) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        RunResult result = run(FORMATS.getOrDefault(format, ""), "in." + format, out);
        assertThat(Files.readAllLines(out.resolve("sequences.tsv")))
                .hasSize(4)
                .element(2)
                .isEqualTo("r2\t0\t0\t0\t0\t0\t0\t0\t0\t\t\tunscored\tempty");
        assertThat(Files.readAllLines(out.resolve("unscored.tsv")))
                .containsExactly("record\tstart\tend\treason", "r2\t0\t0\tempty");
        assertThat(Files.readAllLines(out.resolve("contig_calls.tsv")))
                .hasSize(4)
                .element(2)
                .asString()
                .startsWith("r2\tunscored\t")
                .endsWith("\t0\t0\t0.0")
                .doesNotContain("NaN");
        assertThat(result.outcome())
                .containsEntry("records", 3L)
                .containsEntry("records_unscored", 1L)
                .containsEntry("chunks", 2L);
        assertThat(result.outcome().getOrDefault("records_virus", 0L)
                        + result.outcome().getOrDefault("records_others", 0L))
                .isEqualTo(2);
        assertThat(Files.readString(out.resolve("report.html"))).contains("1 record without bases");

        Path without = folder.resolve("without");
        run(">r1\n" + OPEN + "\n>r3\n" + OPEN + "\n", "without.fa", without);
        for (String same : List.of("prediction_results.txt", "prediction_results_highestscore.csv")) {
            assertThat(out.resolve(same)).hasSameBinaryContentAs(without.resolve(same));
        }
    }

    @Test
    void nothingElseIsARunToo() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        RunResult result = run(">a\n>b\n", "in.fa", out);
        assertThat(result.outcome()).containsEntry("records", 2L).containsEntry("records_unscored", 2L);
        assertThat(Files.readAllLines(out.resolve("unscored.tsv")))
                .containsExactly("record\tstart\tend\treason", "a\t0\t0\tempty", "b\t0\t0\tempty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"control.sam", "control.fastq"})
    void aFileWithoutReadsGivesTablesWithoutRows(String name) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        RunResult result = run(name.endsWith("sam") ? SAM_HEADER : "", name, out);
        assertThat(result.outcome()).containsEntry("records", 0L).containsEntry("chunks", 0L);
        for (String table : List.of("sequences.tsv", "unscored.tsv", "contig_calls.tsv", "confidence.tsv")) {
            assertThat(Files.readAllLines(out.resolve(table))).as(table).hasSize(1);
        }
        assertThat(out.resolve("regions.bed")).isEmptyFile();
        assertThat(out.resolve("viral.fasta")).isEmptyFile();
        assertThat(Files.readString(out.resolve("report.html"))).contains("no reads");
    }

    private RunResult run(String text, String name, Path out) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve(name), text);
        return RealRun.mini()
                .writing(ResultOptions.parse("default", "viral,host,regions").from(0))
                .run(input, out);
    }

    private static String read(String name, String bases) {
        return name + "\t4\t*\t0\t0\t*\t*\t0\t0\t" + bases + "\t*\n";
    }

    private static String locus(String name, int length) {
        return "LOCUS       " + name + "   " + length + " bp    DNA     linear   PHG 22-MAY-2021\nORIGIN\n";
    }
}
