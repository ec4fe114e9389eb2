package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.Confidence;

/** Calls of records by either rule. */
class CallTableTest {
    private static final String BROAD_HEADER = "ID\tcall\ttier\tweighted_delta\tn_chunks\tn_confident_viral"
            + "\tn_confident_nonviral\tn_ambiguous\tviral_proportion\tnonviral_proportion";

    /** The figures are those of viral-ngs' published rule, computed apart from this program. */
    @ParameterizedTest
    @CsvSource({
        "VVVVVV, Viral high_confidence 0.9 6 6 0 0 1.0 0.0",
        "HHHHH, Non-viral high_confidence -0.8 5 0 5 0 0.0 1.0",
        "VVVV, Viral low_confidence 0.9 4 4 0 0 1.0 0.0",
        "H, Non-viral low_confidence -0.8 1 0 1 0 0.0 1.0",
        "VVVHM, Viral moderate_confidence 0.48 5 3 1 0 0.6 0.2",
        "VHVHV, Ambiguous review 0.244 5 3 2 0 0.6 0.4",
        "MMMMMM, Viral low_confidence 0.4 6 0 0 0 0.0 0.0",
        "MM, Viral review 0.4 2 0 0 0 0.0 0.0",
        "AAAAA, Ambiguous review 0.1 5 0 0 5 0.0 0.0",
        "AAVVVV, Viral high_confidence 0.786 6 4 0 2 1.0 0.0",
        "MMMMMMMMMMV, Viral low_confidence 0.465 11 1 0 0 0.091 0.0",
        "MMMMMMMMMV, Viral moderate_confidence 0.471 10 1 0 0 0.1 0.0",
        "nVnVsVaVVVn, Viral high_confidence 0.9 6 6 0 0 1.0 0.0",
        "====, Ambiguous review 0.0 4 0 0 0 0.0 0.0",
    })
    void broadIsTheRuleOfViralNgs(String chunks, String row) throws IOException {
        List<String> lines = table(CallRule.BROAD, RecordVerdict.VIRUS, chunks);
        assertThat(lines).containsExactly(BROAD_HEADER, "record\t" + row.replace(' ', '\t'));
    }

    @Test
    void broadListsScoredRecordsOnly() throws IOException {
        assertThat(table(CallRule.BROAD, RecordVerdict.UNSCORED, "nn")).containsExactly(BROAD_HEADER);
    }

    @ParameterizedTest
    @CsvSource({
        "V, VIRUS, virus medium 0.9 1 1 0 0 1.0 0.0 100 100 1.0",
        "VVVVM, VIRUS, virus high 0.829 5 4 0 0 0.8 0.0 500 500 1.0",
        "VVVVH, VIRUS, virus medium 0.576 5 4 1 0 0.8 0.2 500 500 1.0",
        "VVVH, VIRUS, virus low 0.493 4 3 1 0 0.75 0.25 400 400 1.0",
        "MM, VIRUS, virus low 0.4 2 0 0 0 0.0 0.0 200 200 1.0",
        "VVVVVMMHH, VIRUS, virus medium 0.429 9 5 2 0 0.556 0.222 900 900 1.0",
        "VVH, VIRUS, virus low 0.355 3 2 1 0 0.667 0.333 300 300 1.0",
        "MH, VIRUS, virus ambiguous -0.303 2 0 1 0 0.0 0.5 200 200 1.0",
        "VVVV, VIRUS, virus medium 0.9 4 4 0 0 1.0 0.0 400 400 1.0",
        "VVVVV, VIRUS, virus high 0.9 5 5 0 0 1.0 0.0 500 500 1.0",
        "HHHH, OTHERS, others medium -0.8 4 0 4 0 0.0 1.0 400 400 1.0",
        "HHM, OTHERS, others low -0.487 3 0 2 0 0.0 0.667 300 300 1.0",
        "=, VIRUS, virus ambiguous 0.0 1 0 0 0 0.0 0.0 100 100 1.0",
        "nnsH, OTHERS, others medium -0.8 1 0 1 0 0.0 1.0 400 100 0.25",
        "na, UNSCORED, unscored unscored 0.0 0 0 0 0 0.0 0.0 200 0 0.0",
    })
    void defaultTierSaysHowSure(String chunks, RecordVerdict verdict, String row) throws IOException {
        assertThat(table(CallRule.DEFAULT, verdict, chunks))
                .containsExactly(
                        BROAD_HEADER + "\tlength\tbases_scored\tcoverage", "record\t" + row.replace(' ', '\t'));
    }

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.9",
        "1, 1.0",
        "-0.3124, -0.312",
        "0.0625, 0.062",
        "0.0004, 0.0",
        "-0.0004, 0.0",
        "0.05, 0.05",
        "0.007, 0.007",
        "-1, -1.0",
        "0.9996, 1.0"
    })
    void decimalsAreThoseOfPython(double value, String text) {
        StringBuilder decimals = new StringBuilder();
        Decimals.append(value, decimals);
        assertThat(decimals).hasToString(text);
    }

    /** Chunks without an open frame: d others and D virus from their DNA alone. */
    @ParameterizedTest
    @CsvSource({
        "VVD, VIRUS, virus medium 0.9 2 2 0 0 1.0 0.0 300 200 0.667 100 1 1 0.8",
        "nDd, UNSCORED, virus dna-only 0.0 0 0 0 0 0.0 0.0 300 0 0.0 200 2 1 0.15",
        "ndd, UNSCORED, others dna-only 0.0 0 0 0 0 0.0 0.0 300 0 0.0 200 2 0 -0.6",
        "nn, UNSCORED, unscored unscored 0.0 0 0 0 0 0.0 0.0 200 0 0.0 0 0 0 0.0",
        "HDD, OTHERS, others medium -0.8 1 0 1 0 0.0 1.0 300 100 0.333 200 2 2 0.8",
    })
    void dnaOnlyHasColumnsOfItsOwn(String chunks, RecordVerdict verdict, String row) throws IOException {
        assertThat(table(CallRule.DEFAULT, verdict, Records.of(chunks), List.of(ChunkSource.DNA_ONLY)))
                .containsExactly(
                        BROAD_HEADER + "\tlength\tbases_scored\tcoverage\tbases_dna_only\tn_chunks_dna_only"
                                + "\tn_virus_dna_only\tweighted_delta_dna_only",
                        "record\t" + row.replace(' ', '\t'));
    }

    /** Chunks with scores of their stretches: T others and S virus; W virus by stretches and others by DNA. */
    @ParameterizedTest
    @CsvSource({
        "VVS, VIRUS, virus medium 0.9 2 2 0 0 1.0 0.0 300 200 0.667 100 1 1 0.6 0 0 0 0.0",
        "nSSTd, UNSCORED, virus stretches 0.0 0 0 0 0 0.0 0.0 500 0 0.0 300 3 2 0.255 100 1 0 -0.6",
        "TDDD, UNSCORED, others stretches 0.0 0 0 0 0 0.0 0.0 400 0 0.0 100 1 0 -0.5 300 3 3 0.8",
        "nDd, UNSCORED, virus dna-only 0.0 0 0 0 0 0.0 0.0 300 0 0.0 0 0 0 0.0 200 2 1 0.15",
        "HWW, OTHERS, others medium -0.8 1 0 1 0 0.0 1.0 300 100 0.333 200 2 2 0.6 0 2 0 -0.6",
        "nn, UNSCORED, unscored unscored 0.0 0 0 0 0 0.0 0.0 200 0 0.0 0 0 0 0.0 0 0 0 0.0",
    })
    void stretchesCountBeforeDna(String chunks, RecordVerdict verdict, String row) throws IOException {
        assertThat(table(CallRule.DEFAULT, verdict, Records.of(chunks), ChunkSource.FALLBACKS))
                .containsExactly(
                        BROAD_HEADER + "\tlength\tbases_scored\tcoverage\tbases_stretches\tn_chunks_stretches"
                                + "\tn_virus_stretches\tweighted_delta_stretches\tbases_dna_only\tn_chunks_dna_only"
                                + "\tn_virus_dna_only\tweighted_delta_dna_only",
                        "record\t" + row.replace(' ', '\t'));
    }

    @Test
    void broadKeepsItsTenColumns() throws IOException {
        assertThat(table(CallRule.BROAD, RecordVerdict.UNSCORED, Records.of("DS"), ChunkSource.FALLBACKS))
                .containsExactly(BROAD_HEADER);
    }

    private static List<String> table(CallRule rule, RecordVerdict verdict, String chunks) throws IOException {
        return table(rule, verdict, Records.of(chunks), List.of());
    }

    private static List<String> table(
            CallRule rule, RecordVerdict verdict, RecordScores record, List<ChunkSource> fallbacks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CallTable table = new CallTable(rule, fallbacks, bytes);
        ResultOptions options = ResultOptions.parse(rule.word(), "none").from(0);
        Evidence evidence = Evidence.of(record);
        table.add(
                record,
                new Caller(options, Confidence.NONE).call(record, evidence, verdict),
                evidence,
                record.scoredBases());
        table.flush();
        return bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }
}
