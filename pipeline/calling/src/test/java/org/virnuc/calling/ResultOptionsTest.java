package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.calling.confidence.Selection;

class ResultOptionsTest {
    @Test
    void defaultIsViralAndRegions() {
        assertThat(ResultOptions.parse("default", "viral,regions")).isEqualTo(ResultOptions.DEFAULT);
        assertThat(ResultOptions.DEFAULT.files())
                .extracting(ResultFile::fileName)
                .containsExactlyInAnyOrder(
                        "contig_calls.tsv",
                        "confidence.tsv",
                        "unscored.tsv",
                        "viral.fasta",
                        "regions.bed",
                        "regions.gff3",
                        "regions.fasta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none|none",
                "host|host",
                "regions, viral|viral,regions",
                "host,viral,host|viral,host",
                "chunks|chunks"
            })
    void wordsInOneOrder(String given, String words) {
        assertThat(ResultOptions.parse("broad", given).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broad|virus|`sequences` virus is not known; give viral, host, regions, chunks or scores, with commas"
                        + " between, or none",
                "broad|viral,|`sequences`  is not known; give viral, host, regions, chunks or scores, with commas"
                        + " between, or none",
                "broad|none,viral|`sequences` none,viral: none goes with no other word",
                "narrow|none|`callRule` narrow is not known; give default or broad",
            })
    void unknownWordsAreNamed(String rule, String write, String message) {
        assertThatThrownBy(() -> ResultOptions.parse(rule, write))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void scoresThatAreNotOfFramesAlwaysHaveTheirFile() {
        for (Fallback fallback : Fallback.values()) {
            ResultOptions answers = ResultOptions.parse("default", "none")
                    .with(new ConfidenceOptions(
                            Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, fallback, false));
            assertThat(answers.files().contains(ResultFile.CHUNK_SCORES))
                    .isEqualTo(fallback != Fallback.NONE && fallback != Fallback.AUTO);
            assertThat(answers.tiers().stream().filter(tier -> tier.equals("stretches") || tier.equals("dna-only")))
                    .containsExactlyElementsOf(
                            fallback.sources().stream().map(ChunkSource::word).toList());
            assertThat(Fallback.of(fallback.word())).isEqualTo(fallback);
        }
        assertThat(ResultOptions.parse("default", "none").files()).doesNotContain(ResultFile.CHUNK_SCORES);
        assertThat(ResultOptions.parse("default", "chunks").files()).contains(ResultFile.CHUNK_SCORES);
        assertThatThrownBy(() -> Fallback.of("rna"))
                .hasMessage(
                        "`fallback` rna is not known; give auto, chunk-head, none, dna, stretches or stretches,dna");
    }

    @Test
    void probabilityAndTheRuleOfViralNgsDoNotGoTogether() {
        ConfidenceOptions rate = new ConfidenceOptions(
                Optional.empty(),
                Selection.parse("sensitive", OptionalDouble.empty()),
                ConfidenceOptions.EVEN,
                Fallback.NONE,
                false);
        assertThatThrownBy(() -> ResultOptions.parse("broad", "none").with(rate))
                .hasMessage(
                        "`callRule` broad calls by the rule of viral-ngs, and `preset` sensitive by probability; give"
                                + " one of them");
    }

    @Test
    void aLengthIsNotNegative() {
        assertThat(ResultOptions.DEFAULT.minLength()).isEqualTo(300);
        assertThat(ResultOptions.DEFAULT.from(0).with(ConfidenceOptions.DEFAULT).minLength())
                .isZero();
        assertThatThrownBy(() -> ResultOptions.DEFAULT.from(-1))
                .hasMessage(
                        "`minLength` -1 is not a length; give a number of bases such as 300, or 0 to call all records");
    }
}
