package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.telemetry.redact.Redactor;

/** Values of a command line that are not sensitive. */
class SensitiveValuesTest {
    @ParameterizedTest
    @CsvSource({"--cascade-by,records", "--cascade-by,chunks", "--write-reads,viral", "--precision,int8"})
    void wordsThatOptionsTakeStayInEveryText(String option, String word) {
        String[] arguments = {"predict", "kowalski.fa", option, word, "--no-sensitive-logs"};
        Redactor redactor = SensitiveValues.redactor(arguments, Main.whole());
        assertThat(redactor.text("3 " + word + " of kowalski.fa"))
                .startsWith("3 " + word + " of ")
                .doesNotContain("kowalski");
    }
}
