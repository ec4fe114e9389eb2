package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SamInputResource;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.ValidationStringency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;
import org.virnuc.files.Digests;
import org.virnuc.sequences.LabelledBam;
import org.virnuc.telemetry.report.Figures;

/** Reads by contig, with the packaged program: every read has a row, files agree, and a rerun computes what is new only. */
@Tag("slow")
class ReadLabelIT {
    private static final List<String> FILES =
            List.of("read_labels.tsv", "read_labels.parquet", "reads_viral.bam", "reads_host.bam");
    private static final int PAIRS = 3000;

    private final Path folder;
    private final Path contigs;
    private final Path bam;
    private final Path out;
    private final List<String[]> lengths = new ArrayList<>();

    ReadLabelIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.contigs = folder.resolve("contigs.fa");
        this.bam = folder.resolve("aligned.bam");
        this.out = folder.resolve("out");
        DemoInput.beginnings(contigs);
        Files.writeString(contigs, ">same\nACGTTGCA\n>same\nTTGGCCAA\n", StandardOpenOption.APPEND);
        lengths.addAll(LabelledBam.lengths(contigs));
        lengths.add(new String[] {"elsewhere", "1000"});
        LabelledBam.write(bam, lengths, PAIRS);
    }

    @Test
    void everyReadHasItsContigsCall() throws IOException, InterruptedException {
        done();
        assertThat(out.resolve("report.html"))
                .content()
                .contains(
                        "<section id=\"reads\">",
                        Figures.count(2 * PAIRS) + " reads of an alignment",
                        "reads_viral.bam has");
        assertThat(new ObjectMapper()
                        .readTree(Files.readAllBytes(out.resolve("virnuc_reads_stats_mqc.json")))
                        .at("/data/" + out.getFileName() + "/reads")
                        .asLong())
                .isEqualTo(2 * PAIRS);
        Map<String, String[]> calls = new HashMap<>();
        rows("contig_calls.tsv").forEach(row -> calls.put(row[0], row));
        List<String[]> labels = rows("read_labels.tsv");
        Map<String, Integer> reasons = new TreeMap<>();
        int row = 0;
        for (SAMRecord read : records(bam)) {
            if (read.isSecondaryOrSupplementary()) {
                continue;
            }
            String[] label = labels.get(row++);
            assertThat(label[0]).isEqualTo(read.getReadName());
            assertThat(label[1]).isEqualTo(read.getFirstOfPairFlag() ? "1" : "2");
            assertThat(label[5]).isEqualTo(String.valueOf(!read.getReadUnmappedFlag()));
            assertThat(label[2]).isEqualTo(read.getReadUnmappedFlag() ? "" : read.getReferenceName());
            reasons.merge(label[6], 1, Integer::sum);
            if (label[6].isEmpty()) {
                String[] call = Objects.requireNonNull(calls.get(read.getReferenceName()));
                assertThat(label[3]).isEqualTo(call[1]);
                assertThat(label[4]).isEqualTo(call[2]);
            } else {
                assertThat(label[3] + label[4]).isEmpty();
                assertThat(label[6])
                        .isEqualTo(
                                read.getReadUnmappedFlag()
                                        ? "unmapped"
                                        : read.getReferenceName().equals("same")
                                                ? "contig-id-twice"
                                                : "contig-not-in-input");
            }
        }
        assertThat(labels).hasSize(row).hasSize(2 * PAIRS);
        assertThat(reasons).containsOnlyKeys("", "contig-id-twice", "contig-not-in-input", "unmapped");
        JsonNode outcome = json("telemetry.json").path("outcome");
        assertThat(outcome.path("reads").asInt()).isEqualTo(row);
        assertThat(outcome.path("reads_labelled").asInt()).isEqualTo(reasons.get(""));
        assertThat(outcome.path("reads_unmapped").asInt()).isEqualTo(reasons.get("unmapped"));
        assertThat(outcome.path("reads_contig_id_twice").asInt()).isEqualTo(reasons.get("contig-id-twice"));
        assertThat(outcome.path("reads_contig_not_in_input").asInt()).isEqualTo(reasons.get("contig-not-in-input"));
        assertThat(outcome.path("secondary_alignments_left_out").asInt()).isEqualTo(PAIRS / 10);
        assertThat(outcome.path("supplementary_alignments_left_out").asInt()).isEqualTo(PAIRS / 10);
        written("reads_viral.bam", "virus", labels, outcome.path("viral_reads").asInt());
        written("reads_host.bam", "others", labels, outcome.path("host_reads").asInt());
        JsonNode run = json("run.json");
        assertThat(run.path("reads").path("sha256").asText()).isEqualTo(Digests.ofFile(bam));
        assertThat(run.path("files").path("reads_viral").asText()).isEqualTo("reads_viral.bam");
    }

    /** The records of the group, unchanged, under the whole header. */
    private void written(String name, String call, List<String[]> labels, int expected) throws IOException {
        List<String> wanted = new ArrayList<>();
        int row = 0;
        for (SAMRecord read : records(bam)) {
            if (!read.isSecondaryOrSupplementary() && labels.get(row++)[3].equals(call)) {
                wanted.add(read.getSAMString());
            }
        }
        assertThat(records(out.resolve(name)).stream()
                        .map(SAMRecord::getSAMString)
                        .toList())
                .hasSize(expected)
                .isNotEmpty()
                .isEqualTo(wanted);
        assertThat(header(out.resolve(name))).isEqualTo(header(bam)).contains("CO\tas it was");
    }

    @Test
    void onlyWhatIsNewIsComputed() throws IOException, InterruptedException {
        done();
        Map<String, String> first = digests();
        done();
        assertThat(statuses()).containsOnly("skipped");
        assertThat(digests()).isEqualTo(first);

        LabelledBam.write(bam, lengths, PAIRS + 500);
        done();
        assertThat(computed()).containsExactly("read-labels");
        assertThat(rows("read_labels.tsv")).hasSize(2 * PAIRS + 1000);

        LabelledBam.write(bam, lengths, PAIRS);
        Ended plain = run();
        assertThat(plain.code()).as("%s", plain.err()).isZero();
        assertThat(out.resolve("read_labels.tsv")).doesNotExist();
        done();
        assertThat(statuses()).containsOnly("skipped");
        assertThat(digests()).isEqualTo(first);
    }

    @Test
    void killedWhileItLabels() throws IOException, InterruptedException {
        LabelledBam.write(bam, lengths, 40 * PAIRS);
        try (Program program = start()) {
            program.follow(
                    out, files -> files.stream().anyMatch(file -> file.matches(".*/12-read-labels-[^/]*/\\.read_.*")));
            program.kill();
            program.end();
        }
        assertThat(out.resolve("read_labels.tsv")).doesNotExist();
        done();
        assertThat(computed()).containsExactly("read-labels");
        assertThat(rows("read_labels.tsv")).hasSize(80 * PAIRS);
        Map<String, String> resumed = digests();
        Path afresh = folder.resolve("afresh");
        Ended ended = run(afresh, "--reads", bam.toString(), "--write-reads", "host,viral");
        assertThat(ended.code()).isZero();
        for (String name : FILES) {
            assertThat(Digests.ofFile(afresh.resolve(name))).as(name).isEqualTo(resumed.get(name));
        }
    }

    private Program start() throws IOException {
        return Program.start(
                folder,
                "predict",
                contigs.toString(),
                "-o",
                out.toString(),
                "--progress",
                "none",
                "--reads",
                bam.toString(),
                "--write-reads",
                "viral,host");
    }

    private void done() throws IOException, InterruptedException {
        try (Program program = start()) {
            Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
        }
    }

    private Ended run() throws IOException, InterruptedException {
        return run(out);
    }

    private Ended run(Path directory, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("predict", contigs.toString(), "-o", directory.toString()));
        command.addAll(List.of("--progress", "none"));
        command.addAll(List.of(more));
        try (Program program = Program.start(folder, command.toArray(String[]::new))) {
            return program.end();
        }
    }

    private List<String> statuses() throws IOException {
        return json("telemetry.json").path("stages").findValuesAsText("status");
    }

    private List<String> computed() throws IOException {
        List<String> computed = new ArrayList<>();
        for (JsonNode stage : json("telemetry.json").path("stages")) {
            if (stage.path("status").asText().equals("done")) {
                computed.add(stage.path("id").asText());
            }
        }
        return computed;
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name).toFile());
    }

    private List<String[]> rows(String name) throws IOException {
        List<String> lines = Files.readAllLines(out.resolve(name));
        return lines.subList(1, lines.size()).stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private Map<String, String> digests() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String name : FILES) {
            digests.put(name, Digests.ofFile(out.resolve(name)));
        }
        return digests;
    }

    private static List<SAMRecord> records(Path file) throws IOException {
        try (SamReader reader = reader(file)) {
            return reader.iterator().toList();
        }
    }

    private static String header(Path file) throws IOException {
        try (SamReader reader = reader(file)) {
            return reader.getFileHeader().getSAMString();
        }
    }

    private static SamReader reader(Path file) {
        return SamReaderFactory.makeDefault()
                .validationStringency(ValidationStringency.SILENT)
                .open(SamInputResource.of(file));
    }
}
