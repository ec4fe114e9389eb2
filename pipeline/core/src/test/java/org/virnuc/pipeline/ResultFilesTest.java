package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of sequences and coordinates, read back: they agree with each other and with the input to the base. */
class ResultFilesTest {
    private final Path folder;
    private final Path input;
    private final List<String> ids = new ArrayList<>();
    private final List<String> letters = new ArrayList<>();
    private List<String[]> rows = List.of();

    ResultFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        String fasta = Samples.mixed(3) + ">same odd;=id%,|x\nacgtNNRYccggCCGGccgg\nCGCG\n>a;b=c%d,e&f\n"
                + "CCGG".repeat(400) + "\n";
        this.input = Samples.write(folder.resolve("in.fa"), fasta);
        for (String line : fasta.split("\n", -1)) {
            if (line.startsWith(">")) {
                ids.add(line.substring(1).split(" ", -1)[0]);
                letters.add("");
            } else {
                letters.set(letters.size() - 1, letters.get(letters.size() - 1) + line);
            }
        }
    }

    @BeforeEach
    void run() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.writing("viral,host,regions");
        run.run();
        rows = table("sequences.tsv");
    }

    @Test
    void recordsOfEachVerdictAreWhole() throws IOException {
        assertThat(fasta("viral.fasta")).isNotEmpty().isEqualTo(records("virus"));
        assertThat(fasta("host.fasta")).isNotEmpty().isEqualTo(records("others"));
        assertThat(lines("viral.fasta")).allSatisfy(line -> assertThat(line.startsWith(">") || line.length() <= 60)
                .isTrue());
    }

    @Test
    void regionsAgreeToTheBase() throws IOException {
        List<String> bed = lines("regions.bed");
        List<String> gff = lines("regions.gff3");
        List<String[]> found = fasta("regions.fasta").stream()
                .map(text -> text.split("\t", -1))
                .toList();
        assertThat(gff.get(0)).isEqualTo("##gff-version 3");
        assertThat(bed).hasSizeGreaterThan(10).hasSize(found.size()).hasSize(gff.size() - 1);
        for (int i = 0; i < bed.size(); i++) {
            String[] interval = bed.get(i).split("\t", -1);
            int number = Integer.parseInt(interval[3].split("_", -1)[1]) - 1;
            int start = Integer.parseInt(interval[1]);
            int end = Integer.parseInt(interval[2]);
            assertThat(interval[0]).isEqualTo(ids.get(number));
            assertThat(Integer.parseInt(interval[4])).isBetween(0, 1000);
            String[] feature = gff.get(i + 1).split("\t", -1);
            assertThat(feature).hasSize(9);
            assertThat(URLDecoder.decode(feature[0].replace("+", "%2B"), StandardCharsets.ISO_8859_1))
                    .isEqualTo(ids.get(number));
            assertThat(feature[0]).matches("[a-zA-Z0-9.:^*$@!+_?|%-]+");
            assertThat(Integer.parseInt(feature[3]) - 1).isEqualTo(start);
            assertThat(Integer.parseInt(feature[4])).isEqualTo(end);
            assertThat(feature[8]).startsWith("ID=" + interval[3] + ";").contains(";record=" + (number + 1) + ";");
            assertThat(found.get(i)[0]).isEqualTo(ids.get(number) + ":" + (start + 1) + "-" + end + " " + interval[3]);
            assertThat(found.get(i)[1]).isEqualTo(letters.get(number).substring(start, end));
        }
    }

    @Test
    void everyBaseIsScoredOrListed() throws IOException {
        long listed = 0;
        for (String[] row : table("unscored.tsv")) {
            listed += Long.parseLong(row[2]) - Long.parseLong(row[1]);
        }
        long scored = 0;
        List<String[]> calls = table("contig_calls.tsv");
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i)[0]).isEqualTo(ids.get(i));
            assertThat(calls.get(i)[1]).isEqualTo(rows.get(i)[11]);
            assertThat(calls.get(i)[4]).isEqualTo(rows.get(i)[3]);
            scored += Long.parseLong(calls.get(i)[11]);
        }
        assertThat(calls).hasSameSizeAs(ids);
        assertThat(listed).isPositive();
        assertThat(listed + scored)
                .isEqualTo(letters.stream().mapToLong(String::length).sum());
    }

    @Test
    void whatIsNoLongerWantedIsRemovedAndComesBackTheSame() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.writing("viral,host,regions");
        var before = run.results();
        assertThat(before).hasSize(11);
        run.model.writing("none");
        run.run();
        assertThat(run.results().keySet())
                .containsExactlyInAnyOrder(
                        "confidence.tsv",
                        "contig_calls.tsv",
                        "unscored.tsv",
                        "prediction_results.txt",
                        "prediction_results_highestscore.csv",
                        "sequences.tsv");
        run.model.writing("viral,host,regions");
        assertThat(FakeRun.computed(run.run())).isEmpty();
        assertThat(run.results()).isEqualTo(before);
        run.model.writing("none");
        assertThat(FakeRun.computed(run.run())).isEmpty();
        assertThat(run.results()).hasSize(6);
    }

    /** Header and letters of each record with that verdict, with a tab between. */
    private List<String> records(String verdict) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (rows.get(i)[11].equals(verdict)) {
                records.add(ids.get(i) + "\t" + letters.get(i));
            }
        }
        return records;
    }

    private List<String> fasta(String name) throws IOException {
        List<String> records = new ArrayList<>();
        for (String line : lines(name)) {
            if (line.startsWith(">")) {
                records.add(line.substring(1) + "\t");
            } else {
                records.set(records.size() - 1, records.get(records.size() - 1) + line);
            }
        }
        return records;
    }

    private List<String[]> table(String name) throws IOException {
        List<String> all = lines(name);
        return all.subList(1, all.size()).stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(name), StandardCharsets.ISO_8859_1);
    }
}
