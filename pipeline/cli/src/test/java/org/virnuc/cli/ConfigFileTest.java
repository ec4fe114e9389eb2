package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.engine.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ConfigFileTest {
    private final Path file;

    ConfigFileTest(@TempDir Path folder) {
        this.file = folder.resolve("run.yaml");
    }

    /** The kinds of options there are. */
    @Command(name = "test")
    static final class Options {
        @Option(names = {"-o", "--output"})
        private Path output = Path.of("default");

        @Option(names = "--length", defaultValue = "500")
        private int length;

        @Option(names = "--force", fallbackValue = "true")
        private boolean force;

        @Option(names = "--config")
        private Path config = Path.of("");

        @Parameters(arity = "0..1")
        private String input = "";
    }

    @Test
    void valuesAreThoseOfTheFile() throws IOException {
        Options options = parse("output: results\nlength: 300\nforce: true\n");
        assertThat(options.output).isEqualTo(Path.of("results"));
        assertThat(options.length).isEqualTo(300);
        assertThat(options.force).isTrue();
        assertThat(options.config).isEqualTo(file);
        assertThat(options.input).isEmpty();
    }

    @Test
    void commandLineWins() throws IOException {
        Options options = parse("output: results\nlength: 300\nforce: true\n", "-o", "there", "--length=7", "--force");
        assertThat(options.output).isEqualTo(Path.of("there"));
        assertThat(options.length).isEqualTo(7);
        assertThat(options.force).isTrue();
    }

    @Test
    void flagCanBeFalse() throws IOException {
        assertThat(parse("force: false\n").force).isFalse();
        assertThat(parse("force: false\n", "--force").force).isTrue();
    }

    /** Otherwise a flag in the run file and on the command line would make false. */
    @Test
    void everyFlagOfPredictIsTrueWhenGiven() {
        assertThat(new CommandLine(new PredictCommand()).getCommandSpec().options())
                .filteredOn(option -> option.type() == boolean.class && !option.usageHelp() && !option.versionHelp())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(option -> assertThat(option.fallbackValue())
                        .as(option.longestName())
                        .isEqualTo("true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "null\n"})
    void emptyFileSetsNothing(String text) throws IOException {
        assertThat(parse(text).length).isEqualTo(500);
    }

    @Test
    void equalSignWorksToo() throws IOException {
        Files.writeString(file, "length: 300\n");
        assertThat(parsed("--config=" + file).length).isEqualTo(300);
    }

    @Test
    void unknownOptionIsNamedWithThoseThereAre() {
        refused(
                "length: 300\n\nlenght: 300\n",
                file + ", line 3: unknown option lenght; there are force, length, output");
        refused("config: other.yaml\n", file + ", line 1: unknown option config; there are force, length, output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length:\n  a: 1\n", "length: [1, 2]\n", "length:\n", "length: null\n"})
    void valueMustBeOne(String text) {
        refused(text, file + ", line 1: length needs one value, such as \"length: 500\"");
    }

    /** Options that take a list. */
    @Command(name = "test")
    static final class Lists {
        @Option(names = "--write", paramLabel = "LIST")
        private String write = "";

        @Option(names = "--tag", split = ",")
        private List<String> tags = List.of();

        @Option(names = "--config")
        private Path config = Path.of("");
    }

    @Test
    void aListMayBeOneOfYaml() throws IOException {
        Lists options = new Lists();
        Files.writeString(file, "write: [viral, regions]\ntag:\n  - a\n  - 7\n");
        parsed(options, "--config", file.toString());
        assertThat(options.config).isEqualTo(file);
        assertThat(options.write).isEqualTo("viral,regions");
        assertThat(options.tags).containsExactly("a", "7");
        assertThatThrownBy(() -> {
                    Files.writeString(file, "tag: [a, [b]]\n");
                    parsed(new Lists(), "--config", file.toString());
                })
                .hasMessage(file + ", line 1: tag needs one value, such as \"length: 500\"");
    }

    @Test
    void anOptionIsGivenOnce() {
        refused(
                "length: 300\nforce: true\nlength: 500\n",
                file + ", line 3: length is given a second time, after line 1; keep one of them");
        refused(
                "length: 300\n---\nlength: 500\n",
                file + ", line 3: a second YAML document begins; a run file holds one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"just text\n", "- length\n", "42\n"})
    void fileMustBeAMapping(String text) {
        refused(text, file + " is not a run file: expected lines such as \"length: 500\"");
    }

    @Test
    void brokenYamlIsToldWithItsLine() throws IOException {
        Files.writeString(file, "length: 300\noutput: [unclosed\n");
        assertThatThrownBy(() -> parsed("--config", file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(file + ", line 2: not YAML: while parsing a flow sequence in ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void missingFile() {
        assertThatThrownBy(() -> parsed("--config", file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage("cannot read the run file " + file + " (there is no such file or folder)");
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .extracting(e -> e instanceof CommandLine.ParameterException ? e.getCause() : e)
                .isInstanceOf(UsageException.class)
                .extracting("message")
                .isEqualTo(message);
    }

    private Options parse(String text, String... more) throws IOException {
        Files.writeString(file, text);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--config";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return parsed(arguments);
    }

    private static Options parsed(String... arguments) {
        Options options = new Options();
        parsed(options, arguments);
        return options;
    }

    private static void parsed(Object options, String... arguments) {
        CommandLine line = new CommandLine(options);
        line.setDefaultValueProvider(ConfigFile.of(arguments));
        line.parseArgs(arguments);
    }
}
