package org.virnuc.telemetry.history;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any lines are an archive of runs, or are refused with the line that is none. */
@Tag("fuzz")
class RunArchiveFuzzTest {
    private static final RunHistory HISTORY = RunHistory.empty(Path.of("memory"));

    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("runs.gz", compressed(content), file -> new RunArchive(HISTORY).restore(file));
    }

    /** What is compressed is fuzzed; a fuzzer hardly finds gzip. */
    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
