package org.virnuc.pipeline.run;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;
import org.virnuc.telemetry.redact.Redactor;

/** Any bytes are the run.json of an earlier run, or are refused. */
@Tag("fuzz")
class RunJsonFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("run.json", content, file -> {
            RunFile.isIn(Objects.requireNonNull(file.getParent()));
            List<JsonNode> inputs = new ArrayList<>();
            EarlierInputs.inputsOf(file).forEach(inputs::add);
            RunInput.same(inputs, List.of("/data/a.fa"));
            RunInput.names(inputs, Redactor.off());
        });
    }
}
