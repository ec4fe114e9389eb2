package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.calling.reads.WrittenReads;
import org.virnuc.engine.UsageException;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.ModelRole;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.telemetry.TelemetryTier;

class RunRequestTest {

    @ParameterizedTest
    @CsvSource({
        "contigs.fasta, contigs.virnuc",
        "dir/contigs.fasta, contigs.virnuc",
        "/a/b/contigs.v2.fa, contigs.v2.virnuc",
        "reads.fa.gz, reads.virnuc",
        "reads.fna.bgz, reads.virnuc",
        "reads.fna.bz2, reads.virnuc",
        "reads.fna.xz, reads.virnuc",
        "reads.fna.zst, reads.virnuc",
        "reads, reads.virnuc",
        "reads.gz, reads.virnuc",
        ".hidden, .hidden.virnuc",
        "with blank.fa, with blank.virnuc",
        "-, stdin.virnuc",
        "/, input.virnuc",
    })
    void defaultDirectory(String input, String directory) {
        assertThat(config(Optional.empty(), input).outputDirectory()).isEqualTo(Path.of(directory));
    }

    @Test
    void defaultDirectoryIsOfTheFirstInput() {
        assertThat(config(Optional.empty(), "one.fa", "two.fa").outputDirectory())
                .isEqualTo(Path.of("one.virnuc"));
    }

    @Test
    void givenDirectoryWins() {
        RunRequest config = with(Optional.of(Path.of("there")), Optional.empty(), false, "one.fa");
        assertThat(config.outputDirectory()).isEqualTo(Path.of("there"));
    }

    @Test
    void impossibleCommandsAreRefused() {
        refused(() -> config(Optional.empty()), "no input given; name a FASTA file, or - for standard input");
        refused(
                () -> config(Optional.empty(), "-", "a.fa", "-"),
                "standard input (-) is named more than once; it can be read once only");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void lengthMustBePositive(int length) {
        refused(() -> config(Optional.of(length), "a.fa"), "`length` " + length + " is not a length; give 500 or 300");
    }

    @Test
    void partsOfAModelGoTogether() {
        Optional<Path> given = Optional.of(Path.of("x"));
        Optional<Path> none = Optional.empty();
        refused(
                () -> new ModelChoice("m", given, none, none),
                "`dna`, `protein` and `head` go together; 1 of the three were given");
        refused(
                () -> new ModelChoice("m", none, given, given),
                "`dna`, `protein` and `head` go together; 2 of the three were given");
        assertThat(new ModelChoice("m", given, given, given).inParts()).isTrue();
        assertThat(new ModelChoice("m", none, none, none).inParts()).isFalse();
    }

    @Test
    void lengthIsWhatTheModelWasTrainedFor() {
        assertThat(ChunkLength.choose(config(Optional.empty(), "a"), pack(500, 300)))
                .isEqualTo(500);
        assertThat(ChunkLength.choose(config(Optional.empty(), "a"), pack(300))).isEqualTo(300);
        assertThat(ChunkLength.choose(config(Optional.empty(), "a"), pack(300, 400)))
                .isEqualTo(400);
        assertThat(ChunkLength.choose(config(Optional.empty(), "a"), pack())).isEqualTo(500);
        assertThat(ChunkLength.choose(config(Optional.of(300), "a"), pack(500, 300)))
                .isEqualTo(300);
        assertThat(ChunkLength.choose(config(Optional.of(123), "a"), pack())).isEqualTo(123);
    }

    @Test
    void lengthTheModelWasNotTrainedForIsRefusedUnlessInsistedOn() {
        refused(
                () -> ChunkLength.choose(config(Optional.of(400), "a"), pack(500, 300)),
                "`length` 400: model mini was trained for [300, 500] bases, and its scores mean nothing at another"
                        + " length; leave `length` out, or insist with `allowLengthMismatch`");
        RunRequest insisting = with(Optional.empty(), Optional.of(400), true, "a");
        assertThat(ChunkLength.choose(insisting, pack(500, 300))).isEqualTo(400);
    }

    private static void refused(ThrowingCallable config, String message) {
        assertThatThrownBy(config).isInstanceOf(UsageException.class).hasMessage(message);
    }

    @Test
    void aDirectoryGivesItsWholeName(@TempDir Path folder) throws IOException {
        Path reads = Files.createDirectory(folder.resolve("run.7"));
        assertThat(config(Optional.empty(), reads.toString()).outputDirectory()).isEqualTo(Path.of("run.7.virnuc"));
        assertThat(config(Optional.empty(), reads.resolve(".").toString()).outputDirectory())
                .isEqualTo(Path.of("run.7.virnuc"));
    }

    /** Settings that shape the results are serialized; listeners and prices are not. */
    @Test
    void travelsToAnotherMachine() throws IOException, ClassNotFoundException {
        RunRequest request = RunRequest.of(List.of(Path.of("a b.fa"), Path.of("-")))
                .into(Path.of("out"))
                .length(300)
                .model(new ModelChoice(
                                "mine",
                                Optional.of(Path.of("dna")),
                                Optional.of(Path.of("protein")),
                                Optional.of(Path.of("head.pth")))
                        .with(CascadeOptions.parse("0.99", "records")))
                .encoders(new EncoderOptions(DeviceChoice.parse("auto", Optional.of("0,1")), Precision.BF16, 4096, 2))
                .results(ResultOptions.parse("default", "viral,scores")
                        .with(new ConfidenceOptions(
                                Optional.of(Path.of("c.json")),
                                Selection.parse("default", OptionalDouble.of(0.05)),
                                0.1,
                                ConfidenceOptions.Fallback.STRETCHES_AND_DNA,
                                true)))
                .reads(new ReadOptions(
                        Optional.of(Path.of("ref.fa")),
                        Optional.of(Path.of("r.cram")),
                        WrittenReads.parse("viral", "bam"),
                        true))
                .embeddingCache(Optional.of(new EmbeddingCacheChoice(Path.of("cache"), 1_000_000)))
                .sample("s1")
                .force(true)
                .listener(event -> {})
                .build();
        RunRequest arrived = copy(request);
        assertThat(arrived.inputs()).isEqualTo(request.inputs());
        assertThat(arrived.output()).isEqualTo(request.output());
        assertThat(arrived.length()).contains(300);
        assertThat(arrived.model()).isEqualTo(request.model());
        assertThat(arrived.encoders()).isEqualTo(request.encoders());
        assertThat(arrived.results()).isEqualTo(request.results());
        assertThat(arrived.reads()).isEqualTo(request.reads());
        assertThat(arrived.embeddingCache()).isEqualTo(request.embeddingCache());
        assertThat(arrived.sample()).contains("s1");
        assertThat(arrived.force()).isTrue();
        assertThat(arrived.clean()).isFalse();
        assertThat(arrived.telemetry()).isEqualTo(TelemetryTier.SUMMARY);
        assertThat(arrived.listeners()).isEmpty();
    }

    private static RunRequest copy(RunRequest request) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(request);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RunRequest) in.readObject();
        }
    }

    private static RunRequest config(Optional<Integer> length, String... inputs) {
        return with(Optional.empty(), length, false, inputs);
    }

    private static RunRequest with(
            Optional<Path> output, Optional<Integer> length, boolean allowMismatch, String... inputs) {
        return RunRequest.of(List.of(inputs).stream().map(Path::of).toList())
                .output(output)
                .length(length)
                .allowLengthMismatch(allowMismatch)
                .build();
    }

    private static ModelPack pack(Integer... lengths) {
        return new ModelPack(
                "mini", part(ModelRole.DNA, 2), part(ModelRole.PROTEIN, 3), part(ModelRole.HEAD, 5), Set.of(lengths));
    }

    private static ModelPart part(ModelRole role, int dimension) {
        return ModelPart.of(role, "test")
                .id("part")
                .path(Path.of("part"))
                .sha256("0".repeat(64))
                .dimension(dimension)
                .build();
    }
}
