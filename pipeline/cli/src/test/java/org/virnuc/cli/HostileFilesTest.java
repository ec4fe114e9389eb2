package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody made to do harm: one line and an exit code, nothing lost, nothing forged. */
class HostileFilesTest {
    private static final String GENE = "ATGAAACGTATTGGTCGCATTACC";

    private final Path folder;
    private final Path out;
    private final Path input;

    HostileFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.input = Files.writeString(folder.resolve("in.fa"), ">a\n" + GENE.repeat(30) + "\n");
    }

    /** Of three gigabytes, which no array can hold. */
    @ParameterizedTest
    @ValueSource(strings = {"--config", "--prices"})
    void aHugeFileOfSettingsIsNotRead(String option) throws IOException {
        Path huge = folder.resolve("huge.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        CommandRun run = predict(option, huge.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("virnuc: " + huge + " is not a ")
                .contains(": more than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"virnuc.log", ".lock"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aPlantedLinkIsNotWrittenThrough(String name) throws IOException {
        assertThat(predict().code()).isZero();
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.delete(out.resolve(name));
        Files.createSymbolicLink(out.resolve(name), victim);
        CommandRun run = predict();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains(name + " is a link, which virnuc does not write through; remove it");
        assertThat(victim).hasContent("precious");
    }

    /** Whatever becomes of a manifest, its stage is computed again, and the results are the same. */
    @Test
    void aDamagedManifestIsADamagedStage() throws IOException {
        assertThat(predict().code()).isZero();
        byte[] results = Files.readAllBytes(out.resolve("sequences.tsv"));
        Path manifest = manifest("07-");
        String sound = Files.readString(manifest);
        List<byte[]> damaged = List.of(
                sound.getBytes(Charset.forName("UTF-32BE")),
                sound.getBytes(StandardCharsets.UTF_16),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0},
                new byte[0],
                "[]".getBytes(StandardCharsets.UTF_8),
                "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                sound.replace("\"name\" : \"", "\"name\" : \"\\u0000").getBytes(StandardCharsets.UTF_8),
                sound.replaceFirst("\"size\" : [0-9]+", "\"size\" : 1e999").getBytes(StandardCharsets.UTF_8));
        for (byte[] content : damaged) {
            Files.write(manifest, content);
            CommandRun run = predict();
            assertThat(run.code()).as("%s", run.err()).isZero();
            assertThat(out.resolve("sequences.tsv")).hasBinaryContent(results);
            assertThat(manifest.resolveSibling("manifest.json"))
                    .content()
                    .isNotEqualTo(new String(content, StandardCharsets.UTF_8));
        }
    }

    /** Records of what was spent, with sums that would fill the memory if they were written out. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "NaN", "-1", ""})
    void aLedgerWithoutASumIsDamaged(String cost) throws IOException {
        assertThat(predict().code()).isZero();
        Files.writeString(
                out.resolve("work/spent.json"),
                "{\"currency\":\"USD\",\"attempts\":3,\"cost\":\"" + cost + "\",\"stages\":{},\"stopped_by\":null}");
        CommandRun run = predict("--cost-cap", "5");
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(out.resolve("telemetry.json")).content().doesNotContain("\"earlier\" : {");
    }

    @Test
    void namesCannotForgeALine() {
        CommandRun missing = CommandRun.of("predict", folder + "/no\u001b[2J\nvirnuc: done", "-o", out.toString());
        assertThat(missing.err())
                .containsExactly(
                        "virnuc: " + folder + "/no\\u001b[2J\\u000avirnuc: done: no such file; check the path");
        CommandRun option = CommandRun.of("predict", "--no\u001b]0;x\u0007");
        assertThat(option.code()).isEqualTo(2);
        assertThat(String.join("", option.err())).doesNotContainPattern("\\p{Cntrl}");
    }

    private CommandRun predict(String... more) {
        String[] arguments = {"predict", input.toString(), "-o", out.toString(), "--progress", "none"};
        return CommandRun.of(
                Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    private Path manifest(String stage) throws IOException {
        try (Stream<Path> folders = Files.list(out.resolve("work"))) {
            return folders.filter(each -> each.getFileName().toString().startsWith(stage))
                    .findFirst()
                    .orElseThrow()
                    .resolve("manifest.json");
        }
    }
}
