package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineKindTest {
    private static final String INTEL =
            """
            processor\t: 0
            vendor_id\t: GenuineIntel
            model name\t: Xeon 8488C
            cpu MHz\t\t: 2400.1
            flags\t\t: fpu sse2 avx2 avx512f amx_int8 avx512_bf16

            """;

    private final Path file;

    MachineKindTest(@TempDir Path folder) {
        this.file = folder.resolve("cpuinfo");
    }

    @Test
    void namesVendorAndInstructionSets() throws IOException {
        assertThat(kind(INTEL)).endsWith(" GenuineIntel avx2 avx512f avx512_bf16 amx_int8");
        assertThat(kind("processor\t: 0\nFeatures\t: fp asimd bf16 sve\nCPU implementer\t: 0x41\n"))
                .endsWith(" 0x41 asimd bf16 sve");
    }

    @Test
    void coresAndClockDoNotMatter() throws IOException {
        String two = INTEL + INTEL.replace("processor\t: 0", "processor\t: 1").replace("avx512f", "");
        assertThat(kind(two)).isEqualTo(kind(INTEL));
        assertThat(kind(INTEL.replace("2400.1", "800.0").replace("8488C", "8480+")))
                .isEqualTo(kind(INTEL));
    }

    @Test
    void anotherVendorOrInstructionSetIsAnotherKind() throws IOException {
        assertThat(kind(INTEL.replace("GenuineIntel", "AuthenticAMD"))).isNotEqualTo(kind(INTEL));
        assertThat(kind(INTEL.replace(" amx_int8", ""))).isNotEqualTo(kind(INTEL));
    }

    @Test
    void withoutAListOfProcessorsSystemAndArchitectureAreKnown() {
        assertThat(MachineKind.cpu(file)).contains(System.getProperty("os.arch"));
        assertThat(MachineKind.here(List.of("cpu")))
                .contains(System.getProperty("os.arch"))
                .contains(" libtorch ");
    }

    private String kind(String cpuinfo) throws IOException {
        return MachineKind.cpu(Files.writeString(file, cpuinfo));
    }
}
