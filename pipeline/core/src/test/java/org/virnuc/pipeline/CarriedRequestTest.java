package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.ScoreError;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.engine.CpuLanes;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.pipeline.run.RunProfile;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.TelemetryTier;

/** A request that carries its profile gives the same bytes elsewhere. */
class CarriedRequestTest {
    private static final List<String> RESULTS = List.of(
            "sequences.tsv",
            "confidence.tsv",
            "contig_calls.tsv",
            "prediction_results.txt",
            "prediction_results_highestscore.csv",
            "viral.fasta",
            "regions.gff3");

    private final Path folder;
    private final Path input;

    CarriedRequestTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        String all = Samples.mixed(15);
        this.input = Samples.write(folder.resolve("in.fa"), all.substring(0, all.indexOf(">contig3")));
    }

    /** Runs a request from a file in a process of its own: {@code request directory cache}. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws Exception {
            RunRequest request;
            try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(arguments[0])))) {
                request = (RunRequest) in.readObject();
            }
            try (VirNuc virnuc = VirNuc.open(Path.of(arguments[2]))) {
                virnuc.run(request.toBuilder().into(Path.of(arguments[1])).build());
            }
        }
    }

    /**
     * The first machine has measured two threads per operator and an error of scores; the second process has an empty
     * cache and would decide otherwise.
     */
    @Test
    void anotherProcessWithAnotherCacheGivesTheSameBytes() throws Exception {
        RunRequest request = carried();
        Path here;
        try (VirNuc virnuc = VirNuc.open(RealRun.CACHE)) {
            here = virnuc.run(request).directory();
            RunResult own =
                    virnuc.run(request().toBuilder().into(folder.resolve("own")).build());
            assertThat(settings(own.directory(), StageId.CONSENSUS))
                    .as("the profile decides, not this machine")
                    .isNotEqualTo(settings(here, StageId.CONSENSUS));
        }
        Path there = folder.resolve("there");
        Path file = folder.resolve("request");
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(request);
        }
        run(file, there);
        for (String name : RESULTS) {
            assertThat(there.resolve(name)).as(name).hasSameBinaryContentAs(here.resolve(name));
        }
        for (StageId stage : List.of(StageId.DNABERT_S, StageId.ESM_2, StageId.PREDICTION, StageId.CONSENSUS)) {
            assertThat(settings(there, stage)).as(stage.word()).isEqualTo(settings(here, stage));
        }
    }

    @Test
    void anotherKindOfMachineRefusesTheRequest() {
        RunProfile profile = resolved();
        ExecutionProfile here = profile.execution();
        RunRequest foreign = with(profile, "linux riscv64", here.lanes());
        try (VirNuc virnuc = VirNuc.open(RealRun.CACHE)) {
            assertThatThrownBy(() -> virnuc.run(foreign))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage("the profile was resolved on linux riscv64, and this machine is " + here.machine()
                            + ", where the last digits of scores may differ; resolve the profile on this kind of"
                            + " machine");
        }
        assertThat(folder.resolve("here")).doesNotExist();
    }

    @Test
    void aProfileForAnotherModelIsRefused() {
        RunProfile profile = resolved();
        RunRequest other = request().toBuilder()
                .profile(new RunProfile(profile.execution(), "0".repeat(64), profile.scoreError()))
                .build();
        try (VirNuc virnuc = VirNuc.open(RealRun.CACHE)) {
            assertThatThrownBy(() -> virnuc.run(other))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("the profile of the request was resolved for another model than virnuc-mini is here;"
                            + " resolve the profile again, or use the same model files");
        }
    }

    @Test
    void anotherModelOrOtherOptionsRemoveTheProfile() {
        RunRequest resolved = request().toBuilder().profile(resolved()).build();
        assertThat(resolved.profile()).isPresent();
        assertThat(resolved.toBuilder().model("other").build().profile()).isEmpty();
        assertThat(resolved.toBuilder().encoders(EncoderOptions.DEFAULT).build().profile())
                .isEmpty();
    }

    private RunRequest request() {
        return RunRequest.of(input)
                .into(folder.resolve("here"))
                .encoders(new EncoderOptions(DeviceChoice.CPU, Precision.BF16, 0, 0))
                .telemetry(TelemetryTier.OFF)
                .build();
    }

    private RunProfile resolved() {
        try (VirNuc virnuc = VirNuc.open(RealRun.CACHE)) {
            return virnuc.resolve(request()).profile().orElseThrow();
        }
    }

    private RunRequest carried() {
        RunProfile profile = resolved();
        return with(profile, profile.execution().machine(), new CpuLanes(1, 1));
    }

    private RunRequest with(RunProfile profile, String machine, CpuLanes lanes) {
        ExecutionProfile here = profile.execution();
        ExecutionProfile execution = new ExecutionProfile(
                machine, here.devices(), here.precision(), here.target(), lanes, 2, here.batchTokens(), here.reasons());
        ScoreError error = new ScoreError("bf16", 0.25, 5_000);
        return request().toBuilder()
                .profile(new RunProfile(execution, profile.model(), Optional.of(error)))
                .build();
    }

    /** What the output of a stage depends on besides its input. */
    private static List<Setting> settings(Path run, StageId stage) throws IOException {
        try (Stream<Path> folders = Files.walk(run)) {
            Path folder = folders.filter(file -> file.endsWith(Manifest.FILE_NAME))
                    .map(file -> Objects.requireNonNull(file.getParent()))
                    .filter(parent -> String.valueOf(parent.getFileName()).contains("-" + stage.word() + "-"))
                    .findFirst()
                    .orElseThrow();
            return Manifest.read(folder).orElseThrow().settings();
        }
    }

    private void run(Path request, Path directory) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                request.toString(),
                directory.toString(),
                folder.resolve("empty cache").toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
