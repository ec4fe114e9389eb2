package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcStatTest {
    private static final String FIELDS = " S 1 1 1 0 -1 4194304 100 0 0 0 1234 567 89 10 20 0 1 0";

    private final Path folder;

    ProcStatTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsUserAndSystemTime() throws IOException {
        assertThat(read("42 (java)" + FIELDS).own()).isEqualTo(new CpuTime(12.34, 5.67));
    }

    @Test
    void readsTheTimeOfChildrenThatHaveEnded() throws IOException {
        Files.writeString(folder.resolve("stat"), "42 (java)" + FIELDS);
        assertThat(new ProcStat(folder.resolve("stat")).read().children()).isEqualTo(new CpuTime(0.89, 0.1));
        assertThat(read("42 (java) S 1 1 1 0 -1 4194304 100 0 0 0 1234 567").children())
                .isEqualTo(CpuTime.UNKNOWN);
    }

    @Test
    void theCommandMayHoldBlanksAndBrackets() throws IOException {
        assertThat(read("42 (my ) 1 2 3 (prog)" + FIELDS).own()).isEqualTo(new CpuTime(12.34, 5.67));
    }

    @Test
    void whatCannotBeReadIsUnknown() throws IOException {
        assertThat(new ProcStat(folder.resolve("missing")).read()).isEqualTo(ProcStat.Times.UNKNOWN);
        assertThat(read("")).isEqualTo(ProcStat.Times.UNKNOWN);
        assertThat(read("42 (java) S 1")).isEqualTo(ProcStat.Times.UNKNOWN);
        assertThat(read("42 (java) a b c d e f g h i j k l m n")).isEqualTo(ProcStat.Times.UNKNOWN);
    }

    @Test
    void differencesKeepTheUnknownUnknown() {
        assertThat(new CpuTime(5.5, null).since(new CpuTime(2.25, 1.0))).isEqualTo(new CpuTime(3.25, null));
        assertThat(CpuTime.UNKNOWN.since(CpuTime.UNKNOWN)).isEqualTo(CpuTime.UNKNOWN);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasUsedTime() {
        CpuTime used = ProcStat.ofThisProcess().read().own();
        assertThat(used.user()).isPositive();
        assertThat(used.system()).isNotNull();
    }

    private ProcStat.Times read(String text) throws IOException {
        return new ProcStat(Files.writeString(folder.resolve("stat"), text)).read();
    }
}
