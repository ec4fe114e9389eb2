package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.UsageException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;

/** A calibration belongs to one model and length, and says so otherwise. */
class CalibrationFileTest {
    private final Path folder;

    CalibrationFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        CalibrationFile file = file("h1");
        Path path = folder.resolve("calibration.json");
        file.write(path);
        assertThat(CalibrationFile.read(path, pack("h1"))).isEqualTo(file);
        byte[] first = Files.readAllBytes(path);
        file.write(path);
        assertThat(Files.readAllBytes(path)).isEqualTo(first);
    }

    @Test
    void itIsFoundBesideTheHeadOfItsModelOnly() throws IOException {
        assertThat(CalibrationFile.of(pack("h1"))).isEmpty();
        file("h1").write(folder.resolve(CalibrationFile.FILE_NAME));
        assertThat(CalibrationFile.of(pack("h1"))).contains(file("h1"));
        assertThat(CalibrationFile.of(pack("h2"))).isEmpty();
    }

    @Test
    void anotherModelIsRefused() throws IOException {
        Path path = folder.resolve("c.json");
        file("h1").write(path);
        ConfidenceOptions options = options(Optional.of(path), Selection.DEFAULT);
        assertThatThrownBy(() -> Confidence.of(options, pack("h2"), 500))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "`calibration` " + path + " was fitted to the scores of mine (head h1), and this run uses mine"
                                + " (head h2); fit one with: `calibrate`");
        assertThatThrownBy(() -> Confidence.of(options, pack("h1"), 300))
                .hasMessageContaining("is for chunks of [500] bases, and this run has chunks of 300");
        Confidence confidence = Confidence.of(options, pack("h1"), 500);
        assertThat(confidence.of(ChunkSource.FRAMES, 0, 3)).isEqualTo(5_000);
        assertThat(confidence.of(ChunkSource.FRAMES, 0, 0)).isEqualTo(Probability.NONE);
        assertThat(confidence.of(ChunkSource.DNA_ONLY, 0.5, 3)).isEqualTo(Probability.NONE);
    }

    @Test
    void prevalenceShiftsProbabilities() throws IOException {
        file("h1").write(folder.resolve(CalibrationFile.FILE_NAME));
        ConfidenceOptions rare =
                new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, 0.1, ConfidenceOptions.Fallback.NONE, false);
        assertThat(Confidence.of(rare, pack("h1"), 500).of(ChunkSource.FRAMES, 0, 1))
                .isEqualTo(1_000);
        assertThatThrownBy(() -> new ConfidenceOptions(
                        Optional.empty(), Selection.DEFAULT, 1, ConfidenceOptions.Fallback.NONE, false))
                .hasMessageStartingWith("`prevalence` 1.0 is not a share");
    }

    @Test
    void withoutACalibrationNothingIsInvented() {
        Confidence none = Confidence.of(ConfidenceOptions.DEFAULT, pack("h1"), 500);
        assertThat(none.of(ChunkSource.FRAMES, 0.9, 10)).isEqualTo(Probability.NONE);
        ConfidenceOptions asked = options(Optional.empty(), Selection.parse("default", OptionalDouble.of(0.05)));
        assertThatThrownBy(() -> Confidence.of(asked, pack("h1"), 500))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(
                        "`maxFalse` 0.05 needs probabilities, and there is no calibration of mine for chunks"
                                + " of 500 bases; fit one with: `calibrate`");
    }

    @Test
    void filesOfEarlierVersionsAreRead() throws IOException {
        Path path = folder.resolve("calibration.json");
        file("h1").write(path);
        String earlier = Files.readString(path)
                .replaceAll("\"range\" : \\{[^}]*\\},", "")
                .replace("\"TEMPERATURE\"", "\"PLATT\"");
        Files.writeString(path, earlier);
        CalibrationFile found = CalibrationFile.read(path, pack("h1"));
        EvidenceCurves.Size size = java.util.Objects.requireNonNull(
                        found.lengths().get(500))
                .frames()
                .sizes()
                .get(0);
        assertThat(size.heldOut().range()).isNull();
        assertThat(size.otherGroups()).isNull();
        assertThat(size.curve().growth()).isZero();
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path other = Files.writeString(folder.resolve("x.json"), "{\"format\": \"x\"}");
        assertThatThrownBy(() -> CalibrationFile.read(other, pack("h1")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is not a calibration of virnuc");
        assertThatThrownBy(() -> CalibrationFile.read(folder.resolve("none"), pack("h1")))
                .hasMessageContaining("cannot read the calibration");
    }

    private static ConfidenceOptions options(Optional<Path> file, Selection selection) {
        return new ConfidenceOptions(file, selection, ConfidenceOptions.EVEN, ConfidenceOptions.Fallback.NONE, false);
    }

    private CalibrationFile file(String head) {
        Curve curve = Curve.logistic(Curve.Method.TEMPERATURE, 0, 0.5);
        Reliability heldOut = new Reliability(
                30, 40, 0.05, new Reliability.Range(0.03, 0.09), 0.1, List.of(new Reliability.Bin(0.15, 0.1, 70)));
        EvidenceCurves curves = new EvidenceCurves(List.of(new EvidenceCurves.Size(1, curve, heldOut, null)));
        return new CalibrationFile(
                CalibrationFile.FORMAT,
                "test",
                CalibrationFile.Model.of(pack(head)),
                new CalibrationFile.Labelled("in.fa", "0".repeat(64), 3, 4, 7, "fp32"),
                Map.of(500, new LengthCalibration(curves, null)));
    }

    private ModelPack pack(String head) {
        return new ModelPack(
                "mine",
                part(ModelRole.DNA, "d", 2),
                part(ModelRole.PROTEIN, "p", 3),
                part(ModelRole.HEAD, head, 5),
                Set.of());
    }

    private ModelPart part(ModelRole role, String sha256, int dimension) {
        return ModelPart.of(role, "test")
                .id(role.word())
                .path(folder.resolve(role.word()))
                .sha256(sha256)
                .dimension(dimension)
                .build();
    }
}
