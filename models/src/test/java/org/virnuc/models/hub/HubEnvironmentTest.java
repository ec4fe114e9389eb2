package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubEnvironmentTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', '', '', /u/.cache/huggingface/hub",
        "/h, '', '', '', /h/.cache/huggingface/hub",
        "/h, /x, '', '', /x/huggingface/hub",
        "/h, /x, /f, '', /f/hub",
        "/h, /x, /f, /c, /c",
    })
    void theCacheIsWhereAllToolsOfTheHubLookForIt(String home, String xdg, String hub, String cache, String expected) {
        Map<String, String> variables =
                Map.of("HOME", home, "XDG_CACHE_HOME", xdg, "HF_HOME", hub, "HF_HUB_CACHE", cache);
        assertThat(HubEnvironment.of(variables, Path.of("/u")).cache()).isEqualTo(Path.of(expected));
    }
}
