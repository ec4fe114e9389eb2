package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.ModelException;

class ModelConfigTest {
    private final Path file;

    ModelConfigTest(@TempDir Path folder) {
        this.file = folder.resolve("config.json");
    }

    private ModelConfig read(String json) throws IOException {
        return ModelConfig.read(Files.writeString(file, json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16"})
    void anotherEncodingThanUtf8IsNotGuessed(String charset) throws IOException {
        Files.write(file, "{\"model_type\": \"bert\"}".getBytes(Charset.forName(charset)));
        assertThatThrownBy(() -> ModelConfig.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + " is not JSON (")
                .hasMessageEndingWith("); copy or download it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n ", "null", "\ufeff"})
    void aFileThatHoldsNothingIsTold(String content) throws IOException {
        Files.writeString(file, content);
        assertThatThrownBy(() -> ModelConfig.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + " is not JSON (it holds nothing); copy or download it again");
    }

    @Test
    void bytesThatAreNoTextAreTold() throws IOException {
        Files.write(file, new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'});
        assertThatThrownBy(() -> ModelConfig.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + " is not JSON (it is not UTF-8); copy or download it again");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws IOException {
        Files.write(file, "\ufeff{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(ModelConfig.read(file).word("model_type")).isEqualTo("bert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11e999", "-1", "0", "\"x\"", "null"})
    void anEpsilonThatIsNoneIsRefused(String value) throws IOException {
        ModelConfig config = read("{\"layer_norm_eps\": " + value + "}");
        assertThatThrownBy(() -> config.number("layer_norm_eps", 1))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + " has layer_norm_eps ")
                .hasMessageEndingWith("; expected a positive number");
    }

    @Test
    void aTruthValueIsTrueOrFalse() throws IOException {
        ModelConfig config = read("{\"token_dropout\": \"no\", \"other\": null}");
        assertThatThrownBy(() -> config.flag("token_dropout", true))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + " has token_dropout \"no\"; expected true or false");
        assertThat(config.flag("other", true)).isTrue();
    }

    @Test
    void aLongValueIsCutInTheMessage() throws IOException {
        ModelConfig config = read("{\"hidden_size\": \"" + "x".repeat(100_000) + "\"}");
        assertThatThrownBy(() -> config.positive("hidden_size"))
                .hasMessageStartingWith(file + " has hidden_size \"xxx")
                .hasMessageEndingWith("xxx...; expected a whole number from 1 to 1000000")
                .message()
                .hasSizeLessThan(500);
    }
}
