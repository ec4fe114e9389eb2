package org.virnuc.telemetry.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
    private final Redactor redactor = Redactor.builder()
            .keep(List.of(">", "virnuc doctor", "reads"))
            .add(Kind.SECRET, List.of("correct horse battery"))
            .add(Kind.PATH, List.of("/data/Mia M/a b.fa", "a b.fa"))
            .add(Kind.PATH, List.of("/data/Mia M/out"))
            .add(Kind.PATH, List.of("reads", "7", "500", "x"))
            .add(Kind.USER, List.of("mia"))
            .add(Kind.HOST, List.of("node-17"))
            .add(Kind.ARGUMENT, List.of("z'q\"z"))
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/data/Mia M/a b.fa, line 3: bad | <path-1>, line 3: bad",
                "a b.fa: bad (mia on node-17) | <path-1>: bad (<user-1> on <host-1>)",
                "miaow stays, mia_x does not | miaow stays, <user-1>_x does not",
                "it writes to /data/Mia M/out/work/05-dnabert-s-0123456789ab/output_1.fa | it writes to <path-2>/work/05-dnabert-s-0123456789ab/output_1.fa",
                "it writes to /data/Mia M/out/mia.txt | it writes to <path-2>",
                "line 3: record 'NC_1' has no sequence | line 3: record <id> has no sequence",
                "frame \"NC_1F2\" is of 'c\\x27d' | frame <id> is of <text>",
                "'7' is not a letter, '\\x00' neither | '7' is not a letter, '\\x00' neither",
                "before the first '>'; run \"virnuc doctor\" | before the first '>'; run \"virnuc doctor\"",
                "the model's own, VirNucPro's too: 1/2 of 82/s, 500 reads, 7 x | the model's own, VirNucPro's too: 1/2 of 82/s, 500 reads, 7 x",
                "but was 'z'q\"z' | but was '<argument-1>'",
                "cannot read /etc/x-y/z.json: no | cannot read <path>: no",
                "(/home/u/x) ~/y ~u/z ../a/b ./c C:\\u\\v \\\\host\\share | (<path>) <path> <path> <path> <path> <path> <path>",
                "POST https://u:p@h.org:4318/v1/traces failed | POST <url> failed",
                "jar:file:/home/u/x.jar!/a | <url>",
                "to ada@lab.example.org, 10.1.2.3:4318 or /192.168.0.1 | to <user>, <host> or <host>",
                "hf_abcdefghijkl, Bearer abc.def.ghi, correct horse battery | <secret>, <secret>, <secret-1>",
            })
    void takesOutWhatIsSensitive(String text, String expected) {
        assertThat(redactor.text(text)).isEqualTo(expected);
    }

    @Test
    void knowsTheFilesThatAnExceptionNames() {
        Exception error = new RuntimeException(new NoSuchFileException("/srv/top secret/b", "/srv/c d", "why"));
        assertThat(redactor.text("/srv/top secret/b -> /srv/c d: why", error)).isEqualTo("<path> -> <path>: why");
    }

    @Test
    void knowsPathsThatItIsTold() {
        assertThat(redactor.text("wrote top secret/b", null, List.of("top secret/b")))
                .isEqualTo("wrote <path>");
    }

    @Test
    void valuesKeepTheirShape() {
        List<Object> list = new ArrayList<>(Arrays.asList("mia", 5, null));
        assertThat(redactor.value(Map.of("n", 500L, "ok", true, "who", list, "in", Map.of("mia", "/a/b"))))
                .isEqualTo(Map.of(
                        "n",
                        500L,
                        "ok",
                        true,
                        "who",
                        Arrays.asList("<user-1>", 5, null),
                        "in",
                        Map.of("<user-1>", "<path>")));
    }

    @Test
    void pathsCommandsAndRequests() {
        assertThat(redactor.path("/data/Mia M/out")).isEqualTo("<path-2>");
        assertThat(redactor.path("no path at all")).isEqualTo("<path>");
        assertThat(redactor.command("virnuc predict a b.fa --x")).isEqualTo("virnuc predict <arguments>");
        assertThat(redactor.command("/usr/bin/virnuc a")).isEqualTo("<arguments>");
        assertThat(redactor.request("req_1")).isEqualTo("<request>");
        assertThat(redactor.request(null)).isNull();
    }

    @Test
    void offLeavesEverythingAsItIs() {
        Redactor off = Redactor.off();
        String text = "'x y' /a/b hf_abcdefghijkl";
        assertThat(List.of(off.text(text), off.path(text), off.command(text), String.valueOf(off.request(text))))
                .containsOnly(text);
        assertThat(off.on()).isFalse();
    }

    @Test
    void nothingKnownStillTakesOutShapes() {
        assertThat(Redactor.builder().build().text("see /a/b for 'c d'")).isEqualTo("see <path> for <text>");
    }

    @Test
    void textsHaveTheNamesOfTheProgramWhetherAnythingIsHiddenOrNot() {
        UnaryOperator<String> names = text -> text.replace("`output`", "-o");
        Redactor open = Redactor.off().naming(names);
        assertThat(open.on()).isFalse();
        assertThat(open.text("/data/a is in use; give another with `output`"))
                .isEqualTo("/data/a is in use; give another with -o");
        assertThat(open.path("`output`")).isEqualTo("`output`");
        assertThat(open.value("`output`")).isEqualTo("`output`");
        Redactor hiding = Redactor.builder().build().naming(names);
        assertThat(hiding.on()).isTrue();
        assertThat(hiding.text("/data/a is in use; give another with `output`"))
                .isEqualTo("<path> is in use; give another with -o");
        assertThat(hiding.value("/data/a, `output`")).isEqualTo("<path>, `output`");
    }
}
