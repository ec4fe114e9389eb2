package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a user would copy the name of a package or an image, it says that nobody has published it. */
class NoPublicChannelTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/workflows.md",
                "packaging/conda/recipe.yaml",
                "workflows/wdl/virnuc.wdl",
                "workflows/wdl/virnuc-shards.wdl",
                "workflows/nextflow/modules/virnuc/predict/environment.yml"
            })
    void isNamedWhereSomethingIsToBeInstalled(String file) throws IOException {
        assertThat(Files.readString(Path.of("..", "..").resolve(file))).containsPattern("no public (registry|channel)");
    }
}
