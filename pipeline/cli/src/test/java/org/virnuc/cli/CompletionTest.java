package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the bash script in a real bash; checks the fish script as text, because few machines have fish. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionTest {
    private static final String ASK =
            """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _complete_virnuc 2>/dev/null
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path script;

    @BeforeAll
    void print(@TempDir Path shared) throws IOException {
        folder = shared;
        script = Files.write(folder.resolve("virnuc.bash"), completion("bash"));
        Files.writeString(folder.resolve("contigs.fasta"), ">a\nACGT\n");
        Path program = folder.resolve("virnuc");
        Files.writeString(
                program, "#!/bin/sh\n[ \"$1 $2\" = 'completion --words' ] && printf '%s\\n' \"$3-a\" con-b\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pre | predict",
                "predict --tele | --telemetry",
                "predict --telemetry ? | off summary full",
                "predict --telemetry s | summary",
                "runs li | list",
                "models ? | list import pull verify prune",
                "models pull --rev | --revision",
                "predict con | contigs.fasta",
                "predict --config con | contigs.fasta",
                "completion ? | bash zsh fish",
                "predict --preset ? | default conservative sensitive",
                "predict --device c | cpu cuda",
                "predict --precision b | bf16",
                "predict --output-format ? | text json",
                "predict --progress ? | auto bar lines none",
                "predict -m ? | packs-a con-b",
                "predict --model p | packs-a",
                "predict --head con | con-b contigs.fasta",
                "verify --model p | packs-a",
                "models pull p | published-a",
                "models verify m | models-a",
                "runs show r | runs-a",
                "runs show con | con-b contigs.fasta",
                "runs compare x con | con-b contigs.fasta",
                "runs list --status c | cancelled crashed",
            })
    void bashOffers(String typed, String offered) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", ASK, "bash", script.toString(), "./virnuc"));
        for (String word : typed.split(" ", -1)) {
            command.add(word.equals("?") ? "" : word);
        }
        Process bash = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        assertThat(answer.lines()).containsExactly(offered.split(" ", -1));
    }

    @Test
    void zshHasTheSameScript() {
        assertThat(CommandRun.of("completion", "zsh").out())
                .isEqualTo(CommandRun.of("completion", "bash").out())
                .anyMatch(line -> line.contains("bashcompinit"));
    }

    @Test
    void fishIsToldOfCommandsOptionsAndChoices() {
        assertThat(CommandRun.of("completion", "fish").out())
                .contains(
                        "complete -c virnuc -n '__fish_seen_subcommand_from runs; and __fish_seen_subcommand_from list' -l limit -x"
                                + " -d 'At most this number of runs, the newest (default: 50).'")
                .anyMatch(line -> line.startsWith("complete -c virnuc -n '__fish_seen_subcommand_from predict'"
                        + " -l telemetry -x -a 'off summary full' -d '"))
                .anyMatch(line -> line.contains(" -s o -l output -r -F "))
                .anyMatch(line -> line.contains(" -f -a 'bash zsh fish' "))
                .allMatch(line -> line.matches("complete -c virnuc -n '.*' -.* -d '.*'"));
    }

    @Test
    void fishLooksUpWordsOnlyWhenTheyAreNeeded() {
        assertThat(CommandRun.of("completion", "fish").out())
                .anyMatch(
                        line -> line.contains(" -s m -l model -x -a '(virnuc completion --words packs 2>/dev/null)' "))
                .anyMatch(
                        line -> line.contains(" -l head -r -F -a '(virnuc completion --words heads 2>/dev/null)' -d '"))
                .anyMatch(line -> line.contains("show' -F -a '(virnuc completion --words runs 2>/dev/null)' "))
                .noneMatch(line -> line.contains("virnuc-looks-up"));
    }

    @Test
    void wordsAreLookedUp() {
        assertThat(words("packs")).contains("virnuc-mini");
        assertThat(words("models")).contains("virnuc-mini");
        assertThat(words("heads")).doesNotContain("virnuc-mini");
        assertThat(words("published")).contains("dnabert-s", "esm2_t36_3b", "virnucpro-500");
        assertThat(words("presets")).containsExactlyElementsOf(Choices.PRESETS.words());
        assertThat(words("nothing")).isEmpty();
    }

    /** What is offered is accepted; only a missing input stops these command lines. */
    @ParameterizedTest
    @CsvSource({
        "--device, DEVICES",
        "--precision, PRECISIONS",
        "--batch-tokens, BATCH_TOKENS",
        "--calls, CALL_RULES",
        "--preset, PRESETS",
        "--fallback, FALLBACKS",
        "--write, WRITTEN",
        "--length, LENGTHS",
    })
    void offeredWordsAreAccepted(String option, Choices choices) {
        for (String word : choices.words()) {
            assertThat(CommandRun.of("predict", option, word).err())
                    .containsExactly("virnuc: no input given; name a FASTA file, or - for standard input");
        }
    }

    private static List<String> words(String choices) {
        CommandRun run = CommandRun.of("completion", "--words", choices);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @Test
    void noShell() {
        CommandRun run = CommandRun.of("completion");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("virnuc: no shell given; name yours: bash, zsh or fish");
    }

    @Test
    void anotherShellIsRefused() {
        CommandRun run = CommandRun.of("completion", "tcsh");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().get(0)).contains("SHELL", "tcsh", "expected one of bash, zsh, fish, but was");
    }

    private static byte[] completion(String shell) {
        CommandRun run = CommandRun.of("completion", shell);
        assertThat(run.code()).as("%s", run.err()).isZero();
        return String.join("\n", run.out()).getBytes(StandardCharsets.UTF_8);
    }
}
