package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biojava.nbio.core.sequence.DNASequence;
import org.biojava.nbio.core.sequence.io.GenbankReaderHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenBankStreamTest {
    private static final String ONE =
            """
            LOCUS       NC_000001                 65 bp    DNA     linear   PHG 22-MAY-2021
            DEFINITION  A phage,
                        complete genome.
            ACCESSION   NC_000001 REGION: 1..65
            VERSION     NC_000001.2
            KEYWORDS    RefSeq.
            FEATURES             Location/Qualifiers
                 CDS             1..60
                                 /translation="MKT"
            ORIGIN     \s
                    1 acgtacgtac gtacgtacgt acgtacgtac gtacgtacgt acgtacgtac gtacgtacgt
                   61 nnryg
            //
            """;
    private static final String TWO = ONE.replace("NC_000001", "XX_9").replace("nnryg", "ttttt");

    @Test
    void everyLocusIsARecordWithItsVersionAsId() throws IOException {
        String letters = "acgt".repeat(15);
        assertThat(records(ONE + TWO))
                .containsExactly("NC_000001.2 " + letters + "nnryg", "XX_9.2 " + letters + "ttttt");
        assertThat(records(ONE.replace("\n", "\r\n"))).containsExactly("NC_000001.2 " + letters + "nnryg");
        assertThat(records("\n" + ONE.strip())).hasSize(1);
    }

    @Test
    void anIdIsFoundWhereThereIsNoVersion() throws IOException {
        String unversioned = ONE.replace("VERSION     NC_000001.2\n", "");
        assertThat(records(unversioned).get(0)).startsWith("NC_000001 ");
        String bare =
                ONE.replaceFirst("ACCESSION .*", "ACCESSION   .").replaceFirst("VERSION .*", "VERSION     unknown");
        assertThat(records(bare.replace("LOCUS       NC_000001", "LOCUS       contig_7"))
                        .get(0))
                .startsWith("contig_7 ");
    }

    @Test
    void thePageBeforeTheRecordsOfAReleaseIsSkipped() throws IOException {
        String page = "GBPHG1.SEQ          Genetic Sequence Data Bank\n                  June 15 2026\n\n   3 loci\n\n";
        assertThat(records(page + ONE)).hasSize(1);
    }

    @Test
    void itAgreesWithBioJava(@TempDir Path folder) throws Exception {
        String one = ONE.replace("nnryg", "nnttg");
        Path file = Files.writeString(folder.resolve("two.gb"), one + TWO);
        Map<String, DNASequence> read = GenbankReaderHelper.readGenbankDNASequence(file.toFile());
        Map<String, String> expected = new LinkedHashMap<>();
        read.values()
                .forEach(record -> expected.put(
                        record.getAccession().getID() + "."
                                + record.getAccession().getVersion(),
                        record.getSequenceAsString().toLowerCase(java.util.Locale.ROOT)));
        Map<String, String> found = new LinkedHashMap<>();
        for (String record : records(one + TWO)) {
            String[] parts = record.split(" ", -1);
            found.put(parts[0], parts[1]);
        }
        assertThat(found).isEqualTo(expected).hasSize(2);
    }

    @Test
    void aRecordWithoutLettersIsARecord() throws IOException {
        String none = ONE.replace("65 bp", " 0 bp").replaceAll("(?m)^ +(1|61) [acgtnry ]+\n", "");
        assertThat(records(none + TWO)).hasSize(2).first().isEqualTo("NC_000001.2 ");
        assertThat(records(none.replaceAll("ORIGIN *\n", ""))).containsExactly("NC_000001.2 ");
    }

    @Test
    void damageIsNamedWithItsLine() {
        refused(
                ONE.replace("65 bp", "9223372036854775808 bp"),
                "g.gb, line 1: the LOCUS of record 'NC_000001' says 9223372036854775808 letters, more than any file"
                        + " holds; correct the line, or download the record again");
        refused(
                ONE.replace("nnryg", "nnry"),
                "g.gb, line 13: record 'NC_000001.2' has 64 letters, and its LOCUS says 65;"
                        + " copy or download the file again");
        refused(
                ONE.replace("//\n", ""),
                "g.gb, line 13: the file ends within record 'NC_000001.2'; copy or download it again");
        refused(
                ONE.replace("//\n", "") + TWO,
                "g.gb, line 13: a LOCUS within record 'NC_000001.2'; records end with //;");
        refused(ONE + "hello there\n", "g.gb, line 14: found 'hello there' where a record begins with LOCUS;");
        refused(
                ONE.replaceAll("(?s)ORIGIN.*//", "CONTIG      join(X.1:1..65)\n//"),
                "g.gb, line 11: record 'NC_000001.2' has no ORIGIN, so no sequence; download it with its sequence, as");
        refused(ONE.replace("65 bp    DNA", "65 aa       "), "g.gb, line 1: record 'NC_000001' is a protein;");
        refused(ONE.replace("nnryg", "nnry!"), "g.gb, line 12: '!' is not a nucleotide letter (record 'NC_000001.2')");
        refused(ONE.replace("nnryg", ">nnry"), "g.gb, line 12: found '>' among the letters of a record;");
    }

    private static List<String> records(String text) throws IOException {
        List<String> records = new ArrayList<>();
        InputStream in = InputFile.decode("g.gb", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        try (FastaReader reader =
                new FastaReader("g.gb", in, true, new SequenceBuffer(1 << 20, ScratchFolder.none()))) {
            while (reader.next()) {
                records.add(reader.id() + " " + reader.sequenceText());
            }
        }
        return records;
    }

    private static void refused(String text, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> records(text))
                .withMessageStartingWith(message);
    }
}
