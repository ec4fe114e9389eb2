package org.virnuc.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;

class PriceSheetsTest {
    private static final String WHOLE =
            """
            currency: EUR
            valid_from: 2026-01-01
            valid_until: 2026-12-31
            source: contract 17
            models:
              gpt-4o-mini:
                prompt: 0.00010
                completion: 0.0005
                cached: 0.00005
              default:
                prompt: "0.01"
                completion: 0.03
                source: a guess
            devices:
              NVIDIA L4:
                per_hour: 0.70
              cuda:0:
                per_hour: 3
              cuda:
                per_hour: 2
              cpu:
                per_hour: 0.10
              default:
                per_hour: 1
            """;

    private final Path folder;
    private final Path file;

    PriceSheetsTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("prices.yaml");
    }

    @Test
    void readsEveryKey() throws IOException {
        PriceSheet sheet = read(WHOLE);
        assertThat(sheet.currency()).isEqualTo("EUR");
        ModelPrice mini = model(sheet, "gpt-4o-mini", "openai");
        assertThat(mini.prompt()).isEqualTo(new BigDecimal("0.00010"));
        assertThat(mini.completion()).isEqualTo(new BigDecimal("0.0005"));
        assertThat(mini.cached()).isEqualTo(new BigDecimal("0.00005"));
        assertThat(mini.origin().source()).isEqualTo("contract 17");
        assertThat(mini.origin().validFrom()).isEqualTo("2026-01-01");
        assertThat(mini.origin().validUntil()).isEqualTo("2026-12-31");
        ModelPrice other = model(sheet, "claude", "anthropic");
        assertThat(other.prompt()).isEqualTo(new BigDecimal("0.01"));
        assertThat(other.cached()).as("no discount unless given").isEqualTo(other.prompt());
        assertThat(other.origin().source()).isEqualTo("a guess");
    }

    @Test
    void pricesMaySayThatTheyAreThoseOfAThousandTokens() throws IOException {
        ModelPrice price = model(
                read(
                        """
                        ---
                        currency: USD
                        models:
                          m:
                            prompt_per_1k: 0.00015
                            completion_per_1k: 0.0006
                            cached_per_1k: 0.000075
                          n:
                            prompt_per_1k: 0.5
                            completion: 0.75
                        ...
                        """),
                "m",
                "x");
        assertThat(price.prompt()).isEqualTo(new BigDecimal("0.00015"));
        assertThat(price.completion()).isEqualTo(new BigDecimal("0.0006"));
        assertThat(price.cached()).isEqualTo(new BigDecimal("0.000075"));
        ModelPrice mixed = model(PriceSheets.read(file), "n", "x");
        assertThat(mixed.prompt()).isEqualTo(new BigDecimal("0.5"));
        assertThat(mixed.completion()).isEqualTo(new BigDecimal("0.75"));
        assertThat(mixed.cached()).as("no discount unless given").isEqualTo(new BigDecimal("0.5"));
    }

    /** LiteLLM's list has prices of one token, with exponents. */
    @Test
    void pricesOfOneTokenAreThoseOfAThousandByAThousand() throws IOException {
        ModelPrice price = model(
                read(
                        """
                        currency: USD
                        models:
                          m:
                            input_cost_per_token: 2.5e-06
                            output_cost_per_token: 0.00001
                            cache_read_input_token_cost: 1.25e-6
                        """),
                "m",
                "x");
        assertThat(price.prompt()).isEqualByComparingTo("0.0025");
        assertThat(price.completion()).isEqualByComparingTo("0.01");
        assertThat(price.cached()).isEqualByComparingTo("0.00125");
    }

    @ParameterizedTest
    @CsvSource({
        "cuda:0, nvidia l4, 0.70",
        "cuda:0, cuda:0, 3",
        "cuda:1, NVIDIA H100, 2",
        "cpu, cpu, 0.10",
        "mps, mps, 1"
    })
    void theMostExactNameOfADeviceWins(String device, String type, BigDecimal price) throws IOException {
        assertThat(device(read(WHOLE), device, type)).isEqualTo(price);
    }

    @Test
    void localModelsArePaidByTheirDeviceUnlessNamed() throws IOException {
        PriceSheet sheet = read(WHOLE);
        assertThat(sheet.model("esm2", "local")).isNull();
        assertThat(sheet.model("gpt-4o-mini", "local")).isNotNull();
    }

    @Test
    void laterSheetsWin() throws IOException {
        Path config = Files.createDirectories(folder.resolve("config/virnuc"));
        Files.writeString(
                config.resolve("prices.yaml"),
                """
                currency: USD
                devices: {cpu: {per_hour: 1}, cuda: {per_hour: 2}}
                models: {m: {prompt: 1, completion: 1}}
                """);
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString(), "HOME", "/none");
        PriceSheet own = PriceSheets.inForce(null, environment);
        assertThat(device(own, "cpu", "cpu")).isEqualTo("1");
        assertThat(model(own, "gpt-4o-mini", "openai").prompt()).isEqualTo("0.00015");
        Files.writeString(file, "currency: USD\ndevices: {cpu: {per_hour: 5}}\n");
        PriceSheet given = PriceSheets.inForce(file, environment);
        assertThat(device(given, "cpu", "cpu")).isEqualTo("5");
        assertThat(device(given, "cuda:3", "cuda:3")).isEqualTo("2");
        assertThat(model(given, "m", "x").prompt()).isEqualTo("1");
    }

    @Test
    void theUsersFileIsWhereTheEnvironmentSays() {
        assertThat(PriceSheets.ownFile(Map.of("XDG_CONFIG_HOME", "/c", "HOME", "/h")))
                .isEqualTo(Path.of("/c/virnuc/prices.yaml"));
        assertThat(PriceSheets.ownFile(Map.of("XDG_CONFIG_HOME", "", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.config/virnuc/prices.yaml"));
    }

    @Test
    void anotherCurrencyLeavesOnlyWhatIsFree() throws IOException {
        PriceSheet sheet = PriceSheets.builtIn().with(read("currency: EUR\ndevices: {cuda: {per_hour: 2}}\n"));
        assertThat(sheet.currency()).isEqualTo("EUR");
        assertThat(sheet.models()).isEmpty();
        assertThat(device(sheet, "cpu", "cpu")).isEqualTo("0");
        assertThat(device(sheet, "cuda:0", "cuda:0")).isEqualTo("2");
    }

    @Test
    void nothingIsInventedForTheOwnMachine() {
        PriceSheet sheet = PriceSheets.builtIn();
        assertThat(device(sheet, "cpu", "cpu")).isEqualTo("0");
        assertThat(device(sheet, "cuda:0", "NVIDIA L4")).isEqualTo("0");
        assertThat(Objects.requireNonNull(sheet.devices().get("cpu")).origin().source())
                .isEqualTo("own machine");
        assertThat(sheet.device("mps", "mps")).isNull();
        assertThat(sheet.models().values())
                .allSatisfy(price -> assertThat(price.origin().validFrom()).isEqualTo("2026-11-22"));
        assertThat(Objects.requireNonNull(sheet.models().get(PriceSheet.DEFAULT))
                        .prompt())
                .isEqualTo(sheet.models().values().stream()
                        .map(ModelPrice::prompt)
                        .max(BigDecimal::compareTo)
                        .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    devices: {}                                             | line 1, currency: is missing; give a code such as USD
                    currency: euro                                          | line 1, currency: is euro, expected a code of three letters such as USD
                    currency: USD\\nprices: 3                               | line 2, prices: unknown key; there are currency, valid_from, valid_until, source, models, devices
                    currency: USD\\nvalid_from: soon                        | line 2, valid_from: is soon, expected a day such as 2026-11-22
                    currency: USD\\nvalid_from: 2026-02-30                  | line 2, valid_from: is 2026-02-30, expected a day such as 2026-11-22
                    currency: USD\\nvalid_from: 2026-02-02\\nvalid_until: 2026-02-01 | line 3, valid_until: is 2026-02-01, before valid_from 2026-02-02
                    currency: USD\\ndevices:\\n  cpu: 3                     | line 3, devices.cpu: expected entries below it, found 3
                    currency: USD\\ndevices:\\n  cpu:\\n    per_hour: -1    | line 4, devices.cpu.per_hour: is -1, expected an amount such as 0.0005
                    currency: USD\\ndevices:\\n  cpu:\\n    per_hour: 1e9   | line 4, devices.cpu.per_hour: is 1e9, expected an amount such as 0.0005
                    currency: USD\\ndevices:\\n  cpu:\\n    per_hour: .NaN  | line 4, devices.cpu.per_hour: is .NaN, expected an amount such as 0.0005
                    currency: USD\\ndevices:\\n  cpu:\\n    per_hour:       | line 4, devices.cpu.per_hour: expected a value, found nothing
                    currency: USD\\ndevices:\\n  cpu:\\n    per_hour: [1]   | line 4, devices.cpu.per_hour: expected a value, found a list
                    currency: USD\\ndevices:\\n  cpu:\\n    hourly: 1       | line 4, devices.cpu.hourly: unknown key; there are per_hour, source
                    currency: USD\\nmodels:\\n  m:\\n    prompt: 1          | line 3, models.m: completion is missing
                    currency: USD\\nmodels:\\n  m:\\n    prompt: 1\\n    prompt_per_1k: 1\\n    completion: 1 | line 5, models.m.prompt_per_1k: is the same price as prompt; give one of the two
                    currency: USD\\nmodels:\\n  m:\\n    completion_per_1k: 1\\n    completion: 1\\n    prompt: 1 | line 4, models.m.completion_per_1k: is the same price as completion; give one of the two
                    currency: USD\\nmodels:\\n  m:\\n    prompt_per_1k: x\\n    completion: 1 | line 4, models.m.prompt_per_1k: is x, expected an amount such as 0.0005
                    currency: USD\\nmodels:\\n  m:\\n    prompt_per_1m: 1 | line 4, models.m.prompt_per_1m: unknown key; there are prompt, completion, cached, source, prompt_per_1k, completion_per_1k, cached_per_1k, input_cost_per_token, output_cost_per_token, cache_read_input_token_cost
                    currency: USD\\nmodels:\\n  m:\\n    prompt: 1\\n    completion: 1\\n    input_cost_per_token: 1e-6 | line 6, models.m.input_cost_per_token: is the same price as prompt; give one of the two
                    currency: USD\\nmodels:\\n  m:\\n    input_cost_per_token: 1e6\\n    completion: 1 | line 4, models.m.input_cost_per_token: is 1e6, expected an amount such as 0.0005
                    currency: USD\\n---\\ncurrency: EUR           | line 3: a second document begins here; a price sheet is one document, without a line of ---
                    currency: USD\\ndevices: {}\\n...\\n---\\n- a  | line 5: a second document begins here; a price sheet is one document, without a line of ---
                    currency: USD\\nmodels: [a]                             | line 2, models: expected entries below it, found a list
                    """)
    void whatIsWrongIsNamedWithFileLineAndKey(String text, String problem) throws IOException {
        Files.writeString(file, text.replace("\\n", "\n") + "\n");
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> PriceSheets.read(file))
                .withMessage(file + ", " + problem);
    }

    @Test
    void whatIsNoSheetIsSaidToBeNone() throws IOException {
        for (String text : new String[] {"", "# only a comment\n", "just text\n", "- a\n"}) {
            Files.writeString(file, text);
            assertThatExceptionOfType(PriceSheetException.class)
                    .isThrownBy(() -> PriceSheets.read(file))
                    .withMessage(
                            file + " is not a price sheet: expected lines such as \"currency: USD\" and \"devices:\"");
        }
    }

    @Test
    void brokenYamlAndKeysGivenTwiceHaveALine() throws IOException {
        Files.writeString(file, "currency: USD\ndevices: {cpu: [\n");
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> PriceSheets.read(file))
                .withMessageMatching("(?s)\\Q" + file + "\\E, line [0-9]+.*");
        Files.writeString(file, "currency: USD\ncurrency: EUR\n");
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> PriceSheets.read(file))
                .withMessageStartingWith(file + ", line 2: not YAML: Duplicate field 'currency'");
    }

    /** The library's reason begins with the name of a class. */
    @Test
    void bytesThatAreNoTextAreToldWithoutNamesOfClasses() throws IOException {
        Files.write(file, new byte[] {(byte) 0xae, 1, 2, 3});
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> PriceSheets.read(file))
                .withMessageStartingWith(file + ", line 1: not YAML: ")
                .withMessageNotContaining("Exception");
    }

    @Test
    void missingAndOversizedFiles() throws IOException {
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> PriceSheets.read(file))
                .withMessage("no price sheet " + file + ": the file does not exist");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> PriceSheets.read(file))
                .withMessage(file + " is not a price sheet: more than 1 MiB, which no such file has");
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> PriceSheets.read(folder))
                .withMessageStartingWith("cannot read the price sheet " + folder);
    }

    private PriceSheet read(String text) throws IOException {
        return PriceSheets.read(Files.writeString(file, text));
    }

    private static ModelPrice model(PriceSheet sheet, String model, String provider) {
        return Objects.requireNonNull(sheet.model(model, provider)).price();
    }

    private static BigDecimal device(PriceSheet sheet, String device, String type) {
        PriceSheet.Found<DevicePrice> found = Objects.requireNonNull(sheet.device(device, type));
        return found.price().perHour();
    }
}
