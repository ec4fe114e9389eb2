package org.virnuc.telemetry.history.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.HistoryException;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunFilter;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.SampleAttempts;

/** Exports, read back by somebody else's reader. */
class RunExportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunHistory history;

    @BeforeEach
    void record() throws IOException {
        history = RunHistory.open(folder.resolve("history.db"));
        Path directory = Files.createDirectory(folder.resolve("a, \"b\""));
        Files.writeString(directory.resolve("run.json"), "{\"run_id\": \"two\"}");
        history.record(Attempt.of(SampleAttempts.priced("one", START, "esm2-mini", "0.10"), Origin.here(directory)));
        history.record(Attempt.of(
                SampleAttempts.priced("two", START.plus(Duration.ofDays(2)), "esm2-mini", "0.20"),
                Origin.here(directory)));
        history.record(
                SampleAttempts.begun("on", START.plus(Duration.ofDays(3)), SampleAttempts.origin("\u03b1\u75c5")));
    }

    @AfterEach
    void close() {
        history.close();
    }

    private List<RunRow> rows() {
        return new RunList(history).rows(RunFilter.ALL);
    }

    private RunExport export(ExportColumns columns) {
        return new RunExport(history, rows(), columns);
    }

    private static String text(ExportFile.Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void csvOfEverything() throws IOException {
        List<String> lines = text(export(ExportColumns.all())::csv).lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("run_id,previous_run_id,status,started_at,ended_at,wall_seconds,calls,tokens,cost,currency,"
                        + "warnings,models,directory,error,prompt_tokens,completion_tokens,outcome,input,name,tags,note,"
                        + "parent_run_id,samples");
        assertThat(lines.get(1))
                .isEqualTo("on,,running,2026-11-04T10:00:00Z,,,0,0,,,0,,/runs/\u03b1\u75c5,,0,0,,,,,,,0");
        assertThat(lines.get(2))
                .isEqualTo("two,one,done,2026-11-03T10:00:00Z,2026-11-03T10:00:03Z,3.0,1,1000,0.20,USD,0,esm2-mini,\""
                        + folder + "/a, \"\"b\"\"\",,1000,0,,,,,,,0");
        assertThat(lines).hasSize(4);
    }

    @Test
    void metricsOfRunsAndStages() throws IOException {
        ExportColumns columns =
                ExportColumns.of(List.of("cost", "esm-2.wall_seconds", "esm-2.tokens", "merging.items_in"));
        assertThat(text(export(columns)::csv).lines())
                .containsExactly(
                        "run_id,cost,esm-2.wall_seconds,esm-2.tokens,merging.items_in",
                        "on,,,,",
                        "two,0.20,2.0,1000,",
                        "one,0.10,2.0,1000,");
        assertThatThrownBy(() -> ExportColumns.of(List.of("esm-2.speed")))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("metric esm-2.speed is unknown; there are run_id, ")
                .hasMessageEndingWith("esm-2.tokens, esm-2.cost");
    }

    @Test
    void jsonKeepsCostsAsText() throws IOException {
        JsonNode array = new ObjectMapper().readTree(text(export(ExportColumns.all())::json));
        assertThat(array).hasSize(3);
        assertThat(array.get(1).path("cost").isTextual()).isTrue();
        assertThat(array.get(1).path("cost").asText()).isEqualTo("0.20");
        assertThat(array.get(0).path("wall_seconds").isNull()).isTrue();
        assertThat(text(new RunExport(history, List.of(), ExportColumns.all())::json))
                .isEqualTo("[]\n");
    }

    /** run.json belongs to the newest attempt in a directory; the other one has none. */
    @Test
    void bundle() throws IOException {
        Path file = folder.resolve("runs.zip");
        ExportFile.write(file, export(ExportColumns.all())::bundle);
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                if (entry.getName().equals("two/telemetry.json")) {
                    assertThat(new ObjectMapper()
                                    .readTree(zip.readAllBytes())
                                    .path("run_id")
                                    .asText())
                            .isEqualTo("two");
                }
            }
        }
        assertThat(names)
                .containsExactly(
                        "runs.csv",
                        "two/telemetry.json",
                        "two/telemetry.md",
                        "two/run.json",
                        "one/telemetry.json",
                        "one/telemetry.md");
    }

    @ParameterizedTest
    @CsvSource({"r.csv, CSV", "r.CSV.GZ, CSV", "r.json.zst, JSON", "r.zip, ZIP", "r.pdf, PDF", "r.txt,", "csv,"})
    void theNameSaysWhatItIs(String name, ExportFile.@Nullable Format format) {
        assertThat(ExportFile.format(Path.of(name)).orElse(null)).isEqualTo(format);
    }

    @Test
    void compressed() throws IOException {
        String plain = text(export(ExportColumns.all())::csv);
        ExportFile.write(folder.resolve("r.csv.gz"), export(ExportColumns.all())::csv);
        ExportFile.write(folder.resolve("r.csv.zst"), export(ExportColumns.all())::csv);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("r.csv.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
        try (InputStream in = new ZstdInputStream(Files.newInputStream(folder.resolve("r.csv.zst")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
    }

    @Test
    void aFailedExportLeavesTheOlderOne() throws IOException {
        Path file = Files.writeString(folder.resolve("r.csv"), "older");
        assertThatThrownBy(() -> ExportFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("torn");
                }))
                .hasMessage("torn");
        assertThat(Files.readString(file)).isEqualTo("older");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void anExportMayBeReadByWhoeverMayReadANewFile() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path file = folder.resolve("r.csv.gz");
        ExportFile.write(file, export(ExportColumns.all())::csv);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("new"))));
    }

    @Test
    void pdf() throws IOException {
        Path file = folder.resolve("r.pdf");
        ExportFile.write(file, PdfReport.of(new RunList(history), rows())::write);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(document.getNumberOfPages()).isEqualTo(3);
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains(
                            "3 runs, 2 done; 6 s of wall time; 2,000 tokens; cost 0.30 USD",
                            "By status",
                            "done 2 6 s 0.3 USD",
                            "By model",
                            "esm2-mini 2 2,000",
                            "By sample",
                            "Trend",
                            "2026-11-01 10:00:00 to 2026-11-04 10:00:00 UTC",
                            "Cost in USD",
                            "4.0 s, 66.7 %",
                            "1 Nov",
                            "/runs/\u03b1?");
            var fonts = document.getPage(0).getResources().getFontNames().iterator();
            assertThat(document.getPage(0).getResources().getFont(fonts.next()).isEmbedded())
                    .isTrue();
        }
    }

    @Test
    void pdfOfNothing() throws IOException {
        Path file = folder.resolve("none.pdf");
        ExportFile.write(file, new PdfReport(List.of(), List.of())::write);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(new PDFTextStripper().getText(document)).contains("no runs");
        }
    }
}
