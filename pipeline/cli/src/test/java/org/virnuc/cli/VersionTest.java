package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file that names the version of VirNuc names the one of the root POM. */
class VersionTest {
    private static final Path ROOT = Path.of("..", "..");

    @ParameterizedTest
    @CsvSource({
        "CITATION.cff, '^version: (\\S+)$'",
        "Containerfile, 'virnuc[:-]([0-9][0-9.]*)'",
        "docs/library.md, '<version>(.*?)</version>'",
        "docs/workflows.md, 'virnuc[:_-]([0-9][0-9.]*)'",
        "packaging/conda/recipe.yaml, '^  version: \"(.*?)\"$'",
        "workflows/nextflow/modules/virnuc/predict/environment.yml, 'virnuc=(\\S+)'",
        "workflows/nextflow/modules/virnuc/predict/main.nf, 'container \"virnuc:([^\"]+)\"'",
        "workflows/wdl/virnuc.wdl, 'virnuc:([^\"]+)'",
        "workflows/wdl/virnuc-shards.wdl, 'virnuc:([^\"]+)'"
    })
    void isThatOfTheRootPom(String file, String pattern) throws IOException {
        List<String> named = all(file, pattern);
        assertThat(named)
                .isNotEmpty()
                .containsOnly(all("pom.xml", "<version>(.*?)</version>").get(0));
    }

    private static List<String> all(String file, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(ROOT.resolve(file)));
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
