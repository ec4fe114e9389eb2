package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.files.UserFolders;
import org.virnuc.models.ModelException;

class HubEnvironmentTest {
    private final Path home;

    HubEnvironmentTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void theTokenIsThatOfTheVariableElseThatOfTheLogin() throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve(".cache/huggingface")).resolve("token"), "hf_saved\n");
        assertThat(environment(Map.of("HF_TOKEN", " hf_given ")).token())
                .contains(new HubEnvironment.Token("hf_given"));
        assertThat(environment(Map.of()).token()).contains(new HubEnvironment.Token("hf_saved"));
    }

    /** A header cannot hold it, and the error of a header shows the secret. */
    @ParameterizedTest
    @ValueSource(strings = {"hf_secret\r\nX-Evil: 1", "hf secret", "hf_secr\u00e9t"})
    void aTokenThatNoHeaderHoldsIsRefusedWithoutShowingIt(String token) throws IOException {
        assertThatThrownBy(() -> environment(Map.of("HF_TOKEN", token)))
                .isInstanceOf(ModelException.class)
                .hasMessage("HF_TOKEN does not contain a token of the hub: it has spaces or non-ASCII characters;"
                        + " expected one line such as hf_...");
        Path file = Files.writeString(home.resolve("token"), token);
        assertThatThrownBy(() -> environment(Map.of("HF_TOKEN_PATH", file.toString())))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + " does not contain a token of the hub");
    }

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
        assertThat(HubEnvironment.of(new UserFolders(variables, ""), Path.of("/u"))
                        .cache())
                .isEqualTo(Path.of(expected));
    }

    @Test
    void offlineMeansOffline() {
        HubEnvironment offline = environment(Map.of("HF_HUB_OFFLINE", "1"));
        assertThatThrownBy(
                        () -> new HubPull(offline, PullListener.NONE).model(new HubId("someone", "Some-Model"), "main"))
                .isInstanceOf(ModelException.class)
                .hasMessage("HF_HUB_OFFLINE is set, so someone/Some-Model is not fetched; unset it to pull");
    }

    private HubEnvironment environment(Map<String, String> variables) {
        return HubEnvironment.of(new UserFolders(variables, ""), home);
    }
}
