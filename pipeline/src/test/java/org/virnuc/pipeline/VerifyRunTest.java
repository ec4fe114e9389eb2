package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.pipeline.agreement.Agreement;
import org.virnuc.telemetry.RunReport;

/** Two settings of a model that is free of any engine, compared on real chunks. */
class VerifyRunTest {
    private final Path folder;
    private final FakeModel reference = new FakeModel();
    private final FakeModel fast = new FakeModel();

    VerifyRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void equalSettingsAgreeOnEverything() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
        Agreement found = compare(List.of(input), 10_000, InputStream.nullInputStream());
        RunReport run = new FakeRun(folder.resolve("out"), input).run();
        assertThat(found.sample().whole()).isTrue();
        assertThat(found.frames().all()).isEqualTo(run.quantities().get("frames"));
        assertThat(found.sample().chunks())
                .isEqualTo(FakeRun.stage(run, StageId.CONSENSUS).itemsOut());
        assertThat(found.frames().differing()).isZero();
        assertThat(found.differences().max()).isZero();
        assertThat(found.fast().precision()).isEqualTo("bf16");
        assertThat(temporary()).isEmptyDirectory();
    }

    @Test
    void anotherHeadFlipsLabelsAndTheirPlacesAreThoseOfTheInput() throws IOException, InterruptedException {
        fast.otherHead();
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(200, 1));
        Agreement found = compare(List.of(input), 50, InputStream.nullInputStream());
        assertThat(found.sample()).isEqualTo(new Agreement.Sample(50, 200));
        assertThat(found.frames().all()).isEqualTo(300);
        assertThat(found.frames().differing()).isBetween(75L, 225L);
        List<String> ids = Files.readAllLines(input).stream()
                .filter(line -> line.startsWith(">"))
                .map(line -> line.substring(1, line.indexOf(" ")))
                .toList();
        assertThat(found.frameFlips())
                .allSatisfy(flip -> assertThat(flip.place().id())
                        .isEqualTo(ids.get((int) flip.place().record() - 1) + "_chunk_"
                                + flip.place().chunk()));
        assertThat(found.chunks().all()).isEqualTo(50);
        assertThat(reference.encoded.get(StageId.DNABERT_S)).hasSameElementsAs(fast.encoded.get(StageId.DNABERT_S));
    }

    @Test
    void standardInputIsRead() throws IOException, InterruptedException {
        byte[] text = Samples.manyFrames(5, 1).getBytes(StandardCharsets.US_ASCII);
        Agreement found = compare(List.of(Path.of("-")), 3, new ByteArrayInputStream(text));
        assertThat(found.sample()).isEqualTo(new Agreement.Sample(3, 5));
    }

    @Test
    void anInputWithoutFramesHasNothingToCompare() throws IOException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\n" + "N".repeat(600) + "\n");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> compare(List.of(input), 10, InputStream.nullInputStream()))
                .withMessage(
                        "no chunk of the input has an open frame, so there is nothing to compare; give other data");
        assertThat(temporary()).isEmptyDirectory();
    }

    private Agreement compare(List<Path> inputs, int most, InputStream standardInput)
            throws IOException, InterruptedException {
        VerifyRun run = new VerifyRun(
                inputs,
                ReadOptions.NONE,
                new VerifyRun.Setting(reference.stages(), "fp32"),
                new VerifyRun.Setting(fast.stages(), "bf16"),
                temporary());
        return run.compare(most, standardInput, List.of());
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(folder.resolve("temporary"));
    }
}
