package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;
import org.virnuc.files.StubDriver;

/** The packaged program on machines with an NVIDIA driver, which the test makes: what it says of GPUs, and that no CPU takes their place. */
@EnabledOnOs(OS.LINUX)
class GpuDriverIT {
    private static final String IDLE =
            "2 GPUs (NVIDIA Made-Up 80GB, NVIDIA Made-Up MIG 1g.10gb), driver 570.86.15 for CUDA" + " 12.8";

    private static final String MEND = "no libtorch with CUDA is installed; run \"virnuc setup-gpu\"";

    private final Path folder;
    private final Path driver;
    private final Path input;

    GpuDriverIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.driver = folder.resolve("driver");
        this.input = Files.writeString(folder.resolve("in.fa"), ">a\n" + "ATGGCTTGGCATGACGAAACC".repeat(15) + "\n");
    }

    @Test
    void gpusWithoutALibtorchForThemAreNamedWithTheMend() throws IOException, InterruptedException {
        StubDriver.cuda(driver, "DEVICES=2");
        StubDriver.nvml(driver);
        Ended doctor = run("doctor");
        assertThat(doctor.code()).isEqualTo(7);
        assertThat(doctor.out())
                .contains("NVIDIA driver         driver 570.86.15 for CUDA 12.8")
                .contains("GPU cuda:0            NVIDIA Made-Up 80GB, 80.0 GiB, compute capability 9.0")
                .contains("devices               cpu")
                .contains("check of cpu          it computes what Java computes")
                .contains("problem               " + IDLE + " cannot be used: " + MEND);

        Ended auto =
                run("predict", input.toString(), "-o", folder.resolve("auto").toString());
        assertThat(auto.code()).isZero();
        assertThat(auto.err()).contains("computing on cpu: " + IDLE + " cannot be used: " + MEND);

        Path out = folder.resolve("asked");
        Ended asked = run("predict", input.toString(), "-o", out.toString(), "--gpus", "1");
        assertThat(asked.code()).isEqualTo(7);
        assertThat(asked.err())
                .contains("virnuc: GPU 1 was asked for, and the driver has " + IDLE + ", but " + MEND
                        + ", or choose --device cpu");
        assertThat(out.resolve("sequences.tsv")).doesNotExist();
    }

    @Test
    void aDriverWithoutAGpuIsNoGpu() throws IOException, InterruptedException {
        StubDriver.cuda(driver, "INIT=100");
        String why = "the NVIDIA driver finds no GPU";
        Ended doctor = run("doctor");
        assertThat(doctor.code()).isZero();
        assertThat(doctor.out()).anyMatch(line -> line.startsWith("NVIDIA driver         " + why));
        Ended asked =
                run("predict", input.toString(), "-o", folder.resolve("out").toString(), "--device", "cuda");
        assertThat(asked.code()).isEqualTo(7);
        assertThat(asked.err()).anyMatch(line -> line.startsWith("virnuc: CUDA was asked for, but " + why));
    }

    @Test
    void withoutADriverTheErrorSaysThatItIsMissing() throws IOException, InterruptedException {
        Ended asked =
                run("predict", input.toString(), "-o", folder.resolve("out").toString(), "--device", "cuda");
        assertThat(asked.code()).isEqualTo(7);
        List<String> err = asked.err();
        assertThat(err).anyMatch(line -> line.startsWith("virnuc: CUDA was asked for, but the NVIDIA driver "));
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        try (Program program =
                Program.start(folder, Path.of(""), Map.of("LD_LIBRARY_PATH", driver.toString()), arguments)) {
            return program.end();
        }
    }
}
