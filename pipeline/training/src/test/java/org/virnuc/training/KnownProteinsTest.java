package org.virnuc.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.sequences.InputException;

/** Which frames are part of an annotated protein. */
class KnownProteinsTest {
    private static final String ONE = "MKTAYIAKQRQISFVKSHFSRQ";
    private static final String OTHER = "GDKVAREVLLKSGIPNWEALTD";
    private static final String FILE = ">a first\n" + ONE.substring(0, 10) + "\n" + ONE.substring(10) + "*\n>b\n"
            + OTHER.toLowerCase(java.util.Locale.ROOT) + "\n";

    private final Path folder;

    KnownProteinsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aPartOfOneProteinIsKnown() throws IOException {
        KnownProteins known = KnownProteins.read(file("p.faa", FILE));
        assertThat(known.contain(ONE)).isTrue();
        assertThat(known.contain(ONE.substring(2))).isTrue();
        assertThat(known.contain(OTHER.substring(1, 21))).isTrue();
    }

    @Test
    void whatGoesBeyondAProteinOrDiffersIsNot() throws IOException {
        KnownProteins known = KnownProteins.read(file("p.faa", FILE));
        assertThat(known.contain(ONE + "M")).isFalse();
        assertThat(known.contain(ONE + OTHER)).as("two proteins").isFalse();
        assertThat(known.contain(ONE.substring(10) + OTHER.substring(0, 10))).isFalse();
        assertThat(known.contain(ONE.replace('Y', 'W'))).isFalse();
        assertThat(known.contain(ONE.substring(0, 19))).as("too short to say").isFalse();
    }

    @Test
    void wordsThatOccurOftenAreAllLookedAt() throws IOException {
        String repeat = "AG".repeat(200);
        KnownProteins known = KnownProteins.read(file("r.faa", ">r\n" + repeat + "\n>s\n" + repeat + ONE + "\n"));
        assertThat(known.contain("AG".repeat(15) + ONE)).isTrue();
        assertThat(known.contain("AG".repeat(201))).isFalse();
    }

    @Test
    void aCompressedFileIsRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(FILE.getBytes(StandardCharsets.US_ASCII));
        }
        Path packed = Files.write(folder.resolve("p.faa.gz"), bytes.toByteArray());
        assertThat(KnownProteins.read(packed).contain(OTHER)).isTrue();
    }

    @Test
    void whatIsNoProteinsIsOneLine() throws IOException {
        refused(folder.resolve("gone.faa"), ": no such file; give the proteins of the labelled records as FASTA");
        refused(folder, " is not a file; give the proteins of the labelled records as FASTA");
        refused(file("text.faa", "hello\n"), ", line 1: found text before the first '>'; give proteins as FASTA");
        refused(
                file("digit.faa", ">a\nMKT\nAY7\n"),
                ", line 3: '7' is not a residue; give proteins as FASTA, one letter a residue");
        refused(
                file("short.faa", ">a\nMKT\n"),
                " holds no protein of 20 residues or more; give the proteins of the labelled records as FASTA");
        refused(
                file("empty.faa", ""),
                " holds no protein of 20 residues or more; give the proteins of the labelled records as FASTA");
    }

    private static void refused(Path file, String complaint) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> KnownProteins.read(file))
                .withMessage(file + complaint);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
