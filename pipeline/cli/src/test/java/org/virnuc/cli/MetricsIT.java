package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;

/** The metrics of a run as a monitoring system reads them from the packaged program. */
class MetricsIT {
    private static final String FASTA =
            ">a\n" + "ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTAAAATTCGTGACTGGCATGAA".repeat(8) + "\n";

    private final Path folder;
    private final Path prom;

    MetricsIT(@TempDir Path folder) {
        this.folder = folder;
        this.prom = folder.resolve("virnuc.prom");
    }

    @Test
    void scrapedWhileItRunsAndInTheFileAfterwards() throws IOException, InterruptedException {
        String out = folder.resolve("out").toString();
        try (Program program = Program.start(
                folder, "predict", "-", "-o", out, "--metrics-port", "0", "--metrics-file", prom.toString())) {
            URI uri = URI.create(program.awaitError("metrics at ").replace("metrics at ", ""));
            String scraped = "";
            while (scraped.isEmpty()) { // until the run has begun; it waits for its input then
                scraped = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body();
            }
            assertThat(scraped).contains("virnuc_run_status{status=\"running\"} 1\n");
            try (OutputStream input = program.input()) {
                input.write(FASTA.getBytes(StandardCharsets.US_ASCII));
            }
            Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
        }
        assertThat(prom)
                .content()
                .contains(
                        "virnuc_run_status{status=\"done\"} 1\n",
                        "virnuc_stage_status{stage=\"consensus\",status=\"done\"} 1\n",
                        "virnuc_outcome{name=\"records\"} 1\n",
                        "virnuc_model_calls_total{stage=\"esm-2\",model=\"virnuc-mini/protein-encoder\",provider=\"local\",");
    }

    @Test
    void failedRunSaysSo() throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("in.fa"), ">a\nAC7T\n");
        assertThat(predict(input, "--metrics-file", prom.toString()).code()).isEqualTo(3);
        assertThat(prom).content().contains("virnuc_run_status{status=\"failed\"} 1\n");
    }

    /** A requested file is missing, so finishing the run is not enough. */
    @Test
    void aFileThatIsLostIsNoSuccess() throws IOException, InterruptedException {
        String out = folder.resolve("out").toString();
        try (Program program = Program.start(
                folder, "predict", "-", "-o", out, "--metrics-port", "0", "--metrics-file", prom.toString())) {
            program.awaitError("metrics at ");
            Files.writeString(Files.createDirectory(prom).resolve("in the way"), "");
            try (OutputStream input = program.input()) {
                input.write(FASTA.getBytes(StandardCharsets.US_ASCII));
            }
            Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isEqualTo(1);
            assertThat(ended.out()).singleElement().asString().startsWith("1 records: ");
            assertThat(ended.err())
                    .contains("the metrics of this run could not be written, so the exit code is 1; its results are"
                            + " complete");
        }
    }

    @Test
    void placesThatCannotBeHadAreErrorsBeforeAnythingIsComputed() throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("in.fa"), FASTA);
        Path nowhere = folder.resolve("nowhere").resolve("a.prom");
        refused(
                predict(input, "--metrics-file", nowhere.toString()),
                "virnuc: --metrics-file " + nowhere
                        + " cannot be written; name a file in a folder that is there and that you can write to");
        refused(
                predict(input, "--metrics-port", "70000"),
                "virnuc: --metrics-port 70000 is not a port; give a number from 0 to 65535");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            refused(
                    predict(input, "--metrics-port", port),
                    "virnuc: --metrics-port " + port
                            + " cannot be had (Address already in use); give another, or 0 for any free one");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static void refused(Ended ended, String message) {
        assertThat(ended.err()).containsExactly(message);
        assertThat(ended.code()).isEqualTo(2);
    }

    private Ended predict(Path input, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("predict", input.toString(), "-o", folder.resolve("out").toString(), "--progress", "none"));
        command.addAll(List.of(more));
        try (Program program = Program.start(folder, command.toArray(String[]::new))) {
            return program.end();
        }
    }
}
