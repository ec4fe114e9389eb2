package org.virnuc.engine.resume;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a journal; lines that are no records are passed over. */
@Tag("fuzz")
class JournalFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.accept("journal.jsonl", content, file -> Journal.read(Objects.requireNonNull(file.getParent())));
    }
}
