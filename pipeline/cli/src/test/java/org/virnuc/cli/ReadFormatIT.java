package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMUtils;
import htsjdk.samtools.SamInputResource;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.ValidationStringency;
import htsjdk.samtools.util.SequenceUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;
import org.virnuc.files.Digests;
import org.virnuc.sequences.LabelledBam;

/**
 * Compares FASTQ files of viral and host reads, written by the packaged program, with the BAM files of that run as
 * htsjdk reads them.
 */
@Tag("slow")
class ReadFormatIT {
    private static final int PAIRS = 3000;

    private final Path folder;
    private final Path contigs;
    private final Path bam;
    private final Path out;

    ReadFormatIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.contigs = folder.resolve("contigs.fa");
        this.bam = folder.resolve("aligned.bam");
        this.out = folder.resolve("out");
        DemoInput.beginnings(contigs);
        LabelledBam.write(bam, LabelledBam.lengths(contigs), PAIRS);
    }

    @Test
    void matesAreInStepAndEveryReadIsThereOnce() throws IOException, InterruptedException {
        done("--reads", bam.toString(), "--reads-format", "bam,fastq");
        JsonNode outcome = json("telemetry.json").path("outcome");
        check("viral", outcome);
        check("host", outcome);
        assertThat(json("run.json").path("files").path("reads_host_single").asText())
                .isEqualTo("reads_host_single.fastq.gz");
        assertThat(json("telemetry.json").path("events").findValuesAsText("message"))
                .anyMatch(message -> message.contains("reads without bases in this file, left out: ")
                        && message.contains("reads without qualities, written with quality B for each base: "));

        Map<String, String> both = digests();
        done("--reads", bam.toString(), "--reads-format", "fastq");
        assertThat(out.resolve("reads_viral.bam")).doesNotExist();
        assertThat(json("telemetry.json").path("stages").findValuesAsText("status"))
                .filteredOn("done"::equals)
                .hasSize(1);
        assertThat(digests()).isEqualTo(both);
    }

    @Test
    void cramGivesTheSameReads() throws IOException, InterruptedException {
        done("--reads", bam.toString(), "--reads-format", "fastq");
        Map<String, String> ofBam = digests();
        Path cram = folder.resolve("aligned.cram");
        LabelledBam.cram(bam, contigs, cram);
        Ended without = run("--reads", cram.toString(), "--reads-format", "fastq");
        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err())
                .anyMatch(line -> line.startsWith(
                        "virnuc: " + cram + ": this CRAM file keeps reads as differences to a" + " reference"));
        done("--reads", cram.toString(), "--reads-format", "fastq", "--reference", contigs.toString());
        assertThat(digests()).isEqualTo(ofBam);
    }

    private void check(String group, JsonNode outcome) throws IOException {
        Map<String, String[]> mates = new HashMap<>();
        int reads = 0;
        int empty = 0;
        for (SAMRecord read : records(out.resolve("reads_" + group + ".bam"))) {
            reads++;
            if (read.getReadLength() == 0) {
                empty++;
            } else {
                mates.computeIfAbsent(read.getReadName(), name -> new String[2])[read.getFirstOfPairFlag() ? 0 : 1] =
                        fastq(read);
            }
        }
        List<String> firsts = new ArrayList<>();
        List<String> seconds = new ArrayList<>();
        List<String> singles = new ArrayList<>();
        mates.values().forEach(pair -> {
            if (pair[0] != null && pair[1] != null) {
                firsts.add(pair[0]);
                seconds.add(pair[1]);
            } else {
                singles.add(pair[0] == null ? pair[1] : pair[0]);
            }
        });
        List<String> ones = fastq(group + "_1");
        List<String> twos = fastq(group + "_2");
        assertThat(ones).isNotEmpty().containsExactlyInAnyOrderElementsOf(firsts);
        assertThat(twos).containsExactlyInAnyOrderElementsOf(seconds);
        assertThat(names(ones)).isEqualTo(names(twos));
        assertThat(fastq(group + "_single")).isNotEmpty().containsExactlyInAnyOrderElementsOf(singles);
        assertThat(outcome.path(group + "_reads").asInt()).isEqualTo(reads);
        assertThat(outcome.path(group + "_read_pairs").asInt()).isEqualTo(ones.size());
        assertThat(outcome.path(group + "_reads_single").asInt()).isEqualTo(singles.size());
        assertThat(outcome.path(group + "_reads_without_bases").asInt()).isEqualTo(empty);
    }

    /** A record as FASTQ, converted by htsjdk. */
    private static String fastq(SAMRecord read) {
        String bases = read.getReadString();
        String qualities = read.getBaseQualities().length == 0
                ? "B".repeat(bases.length())
                : SAMUtils.phredToFastq(read.getBaseQualities());
        boolean turned = read.getReadNegativeStrandFlag();
        return read.getReadName() + "\n" + (turned ? SequenceUtil.reverseComplement(bases) : bases) + "\n"
                + (turned ? new StringBuilder(qualities).reverse() : qualities);
    }

    private List<String> fastq(String name) throws IOException {
        byte[] packed = Files.readAllBytes(out.resolve("reads_" + name + ".fastq.gz"));
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), StandardCharsets.US_ASCII);
        List<String> lines = text.lines().toList();
        List<String> reads = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 4) {
            assertThat(lines.get(i)).startsWith("@");
            assertThat(lines.get(i + 2)).isEqualTo("+");
            reads.add(lines.get(i).substring(1) + "\n" + lines.get(i + 1) + "\n" + lines.get(i + 3));
        }
        return reads;
    }

    private static List<String> names(List<String> reads) {
        return reads.stream().map(read -> read.substring(0, read.indexOf('\n'))).toList();
    }

    private void done(String... options) throws IOException, InterruptedException {
        Ended ended = run(options);
        assertThat(ended.code()).as("%s", ended.err()).isZero();
    }

    private Ended run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("predict", contigs.toString(), "-o", out.toString()));
        command.addAll(List.of("--progress", "none", "--write-reads", "viral,host"));
        command.addAll(List.of(options));
        try (Program program = Program.start(folder, command.toArray(String[]::new))) {
            return program.end();
        }
    }

    private Map<String, String> digests() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String group : List.of("viral", "host")) {
            for (String part : List.of("_1", "_2", "_single")) {
                String name = "reads_" + group + part + ".fastq.gz";
                digests.put(name, Digests.ofFile(out.resolve(name)));
            }
        }
        return digests;
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name).toFile());
    }

    private static List<SAMRecord> records(Path file) throws IOException {
        try (SamReader reader = SamReaderFactory.makeDefault()
                .validationStringency(ValidationStringency.SILENT)
                .open(SamInputResource.of(file))) {
            return reader.iterator().toList();
        }
    }
}
