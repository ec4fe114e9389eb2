package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.telemetry.RunReport;

/** Boundaries looked at with windows: regions move by at most what was unknown, and nothing else changes. */
class RefinementRunTest {
    private static final int START = 12_130;
    private static final int END = 24_880;
    private static final int HALF_A_CHUNK = 250;

    private final Path folder;
    private final Path input;

    RefinementRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.mixed(1) + Samples.blocks(3, START, END, 5));
    }

    @Test
    void onlyRegionsMove() throws IOException, InterruptedException {
        FakeRun plain = new FakeRun(folder.resolve("plain"), input);
        plain.model.byLetters = true;
        plain.run();
        FakeRun refined = new FakeRun(folder.resolve("refined"), input);
        refined.model.refining();
        RunReport report = refined.run();
        assertThat(FakeRun.stage(report, StageId.REFINEMENT).itemsIn()).isGreaterThanOrEqualTo(6);
        assertThat(FakeRun.stage(report, StageId.REFINEMENT).calls().tokens()).isPositive();
        Map<String, String> before = plain.results();
        Map<String, String> after = refined.results();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        for (String name : before.keySet()) {
            assertThat(!name.startsWith("regions.") == java.util.Objects.equals(after.get(name), before.get(name)))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void boundariesAreKnownToHalfAChunk() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.refining();
        run.run();
        List<String> blocks =
                bed().stream().filter(line -> line.startsWith("block")).toList();
        assertThat(blocks).hasSize(3).allSatisfy(line -> {
            String[] cells = line.split("\t", -1);
            assertThat(Integer.parseInt(cells[1])).isCloseTo(START, within(HALF_A_CHUNK));
            assertThat(Integer.parseInt(cells[2])).isCloseTo(END, within(HALF_A_CHUNK));
        });
    }

    @Test
    void bedAndFastaStillAgree() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.refining();
        run.run();
        List<String> fasta = Files.readAllLines(folder.resolve("out/regions.fasta"), StandardCharsets.ISO_8859_1);
        long letters = fasta.stream()
                .filter(line -> !line.startsWith(">"))
                .mapToLong(String::length)
                .sum();
        long bases = 0;
        for (String line : bed()) {
            String[] cells = line.split("\t", -1);
            bases += Long.parseLong(cells[2]) - Long.parseLong(cells[1]);
            assertThat(fasta)
                    .contains(">" + cells[0] + ":" + (Long.parseLong(cells[1]) + 1) + "-" + cells[2] + " " + cells[3]);
        }
        assertThat(letters).isEqualTo(bases).isPositive();
    }

    @Test
    void windowsAreComputedOnce() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.byLetters = true;
        run.run();
        assertThat(run.model.encodedBy(StageId.REFINEMENT)).isZero();
        run.model.refining().forget();
        assertThat(FakeRun.computed(run.run())).containsExactly("refinement", "consensus");
        assertThat(run.model.encodedBy(StageId.DNABERT_S)).isZero();
        assertThat(FakeRun.skipped(run.run())).hasSize(10);
    }

    private List<String> bed() throws IOException {
        return Files.readAllLines(folder.resolve("out/regions.bed"), StandardCharsets.ISO_8859_1);
    }
}
