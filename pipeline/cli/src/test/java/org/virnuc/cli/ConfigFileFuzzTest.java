package org.virnuc.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a run file, or are refused. */
@Tag("fuzz")
class ConfigFileFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check(
                "run.yaml", content, file -> ConfigFile.of(new String[] {"predict", "--config", file.toString()}));
    }
}
