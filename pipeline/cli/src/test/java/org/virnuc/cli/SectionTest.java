package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class SectionTest {
    private static final CommandLine WHOLE = Main.whole();

    @Test
    void helpOfPredictHasAllSectionsInOrder() {
        assertThat(CommandRun.of("predict", "--help").out())
                .filteredOn(line -> Arrays.stream(Section.values()).anyMatch(each -> line.equals(each.title() + ":")))
                .containsExactly(
                        "Input:",
                        "Model:",
                        "Calls:",
                        "Output:",
                        "Compute:",
                        "Cost:",
                        "Telemetry and messages:",
                        "General:");
    }

    /** An option that nobody assigned would be among the general ones; it belongs to the section of what it does. */
    @ParameterizedTest
    @ValueSource(strings = {"predict", "verify"})
    void everyOptionIsInASectionOfWhatItDoes(String command) {
        CommandSpec spec = command(command);
        Map<Section, List<OptionSpec>> sections = Section.of(spec);
        assertThat(sections.values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(spec.options());
        assertThat(Objects.requireNonNull(sections.get(Section.GENERAL)))
                .extracting(OptionSpec::longestName)
                .isSubsetOf("--config", "--sample", "--min-agreement", "--help", "--version");
    }

    @Test
    void helpShowsEveryOptionOnce() {
        List<String> help = CommandRun.of("predict", "--help").out();
        for (OptionSpec option : command("predict").options()) {
            assertThat(help)
                    .filteredOn(line -> line.matches("  (-\\w, |    )" + option.longestName() + "([= ].*)?"))
                    .as(option.longestName())
                    .hasSize(1);
        }
    }

    @Test
    void aShortListHasNoSections() {
        assertThat(Section.of(command("doctor"))).isEmpty();
        assertThat(CommandRun.of("doctor", "--help").out()).doesNotContain("General:");
    }

    @Test
    void theManualHasTheSameSections() {
        assertThat(CommandRun.of("man", "predict").out())
                .containsSubsequence(".SS Input", ".SS Model", ".SS Output", ".SS Telemetry and messages");
    }

    private static CommandSpec command(String name) {
        return Objects.requireNonNull(WHOLE.getSubcommands().get(name)).getCommandSpec();
    }
}
