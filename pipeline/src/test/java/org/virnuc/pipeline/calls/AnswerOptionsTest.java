package org.virnuc.pipeline.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerOptionsTest {
    @Test
    void defaultIsViralAndRegions() {
        assertThat(AnswerOptions.parse("default", "viral,regions")).isEqualTo(AnswerOptions.DEFAULT);
        assertThat(AnswerOptions.DEFAULT.files())
                .extracting(AnswerFile::fileName)
                .containsExactlyInAnyOrder(
                        "contig_calls.tsv",
                        "unscored.tsv",
                        "viral.fasta",
                        "regions.bed",
                        "regions.gff3",
                        "regions.fasta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"none|none", "host|host", "regions, viral|viral,regions", "host,viral,host|viral,host"})
    void wordsInOneOrder(String given, String words) {
        assertThat(AnswerOptions.parse("broad", given).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broad|virus|--write virus is not known; give viral, host, regions or scores, with commas between, or none",
                "broad|viral,|--write  is not known; give viral, host, regions or scores, with commas between, or none",
                "broad|none,viral|--write none,viral: none goes with no other word",
                "narrow|none|--calls narrow is not known; give default or broad",
            })
    void unknownWordsAreNamed(String rule, String write, String message) {
        assertThatThrownBy(() -> AnswerOptions.parse(rule, write))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
