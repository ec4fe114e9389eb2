package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {
    private static final String FASTA = ">one\nACGT\n";
    /** The empty block that ends every file of bgzip. */
    private static final byte[] BGZIP_END =
            HexFormat.of().parseHex("1f8b08040000000000ff0600424302001b0003000000000000000000");

    @Test
    void plainTextPassesThrough(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("plain.fa"), FASTA);
        assertThat(open(file)).isEqualTo(FASTA);
    }

    /** The first bytes of what has not arrived yet. */
    @Test
    void aBeginningIsRefusedWhereNoSequencesCanBeginLikeThat() throws IOException {
        byte[] packed = Gzip.members(FASTA);
        InputFile.checkBeginning("pipe", new byte[0], false);
        InputFile.checkBeginning("pipe", "\n\n \n".getBytes(StandardCharsets.UTF_8), false);
        InputFile.checkBeginning("pipe", ("\ufeff" + FASTA).getBytes(StandardCharsets.UTF_8), false);
        InputFile.checkBeginning("pipe", packed, false);
        InputFile.checkBeginning("pipe", Arrays.copyOf(packed, 12), false);
        InputFile.checkBeginning("pipe", ReadFiles.bam(), true);
        byte[] words = "some words\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> InputFile.checkBeginning("pipe", words, false))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("pipe, line 1: found 'some words' before the first '>'; ");
        assertThatThrownBy(() -> InputFile.checkBeginning("pipe", words, true))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("pipe: this is not BAM, CRAM, or SAM with a header; ");
    }

    @Test
    void gzipIsKnownByContentWhateverTheName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("no-extension"), Gzip.members(FASTA));
        Path plain = Files.writeString(folder.resolve("plain.fa.gz"), FASTA);
        assertThat(open(file)).isEqualTo(FASTA);
        assertThat(open(plain)).isEqualTo(FASTA);
    }

    @Test
    void everyMemberIsReadAndEmptyOnesDoNotMatter() throws IOException {
        String[] parts = {">a\n", "AC".repeat(5000), "", "GT\n", ">b\nA\n", ""};
        byte[] data = Gzip.members(parts);
        assertThat(decode(data)).isEqualTo(String.join("", parts));
        byte[] bgzip = Arrays.copyOf(data, data.length + BGZIP_END.length);
        System.arraycopy(BGZIP_END, 0, bgzip, data.length, BGZIP_END.length);
        assertThat(decode(bgzip)).isEqualTo(String.join("", parts));
    }

    @Test
    void aPipeThatGivesSingleBytesIsReadWhole() throws IOException {
        InputStream dripping = new FilterInputStream(new ByteArrayInputStream(Gzip.members(FASTA, FASTA))) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return super.read(into, offset, Math.min(1, length));
            }
        };
        assertThat(text(InputFile.decode("pipe", dripping))).isEqualTo(FASTA + FASTA);
    }

    @Test
    void standardInputIsNotTakenFromTheProcess() {
        assertThatThrownBy(() -> open(InputFile.STANDARD_INPUT))
                .isInstanceOf(InputException.class)
                .hasMessage("standard input cannot be read here; write it to a file, and name that");
    }

    @Test
    void theByteOrderMarkIsSkipped() throws IOException {
        assertThat(decode(("\u00ef\u00bb\u00bf" + FASTA).getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(FASTA);
        assertThat(decode(Gzip.members("\u00ef\u00bb\u00bf" + FASTA))).isEqualTo(FASTA);
    }

    @Test
    void aTruncatedMemberIsAnErrorWhereverItEnds() throws IOException {
        byte[] data = Gzip.members(FASTA, randomFasta());
        int first = Gzip.members(FASTA).length;
        for (int length = 3; length < data.length; length += length < first + 40 ? 1 : 997) {
            if (length != first) {
                byte[] cut = Arrays.copyOf(data, length);
                assertRefused(() -> decode(cut), "the gzip data is damaged or cut short;");
            }
        }
    }

    @Test
    void aDamagedSecondMemberIsAnError() throws IOException {
        int first = Gzip.members(FASTA).length;
        byte[] flipped = Gzip.members(FASTA, randomFasta());
        flipped[first + 3000] ^= 0x55;
        assertRefused(() -> decode(flipped), "the gzip data is damaged or cut short;");

        byte[] garbage = Arrays.copyOf(Gzip.members(FASTA), first + 9);
        Arrays.fill(garbage, first, first + 9, (byte) 'x');
        assertRefused(
                () -> decode(garbage),
                "reads.fa: other bytes follow the gzip data, perhaps of a file that did not arrive whole; copy or"
                        + " download it again, or keep what comes before them with: gzip -cdq reads.fa");
    }

    @Test
    void aNameThatJavaCannotReadIsSaidToBePerhapsThere(@TempDir Path folder) {
        Path missing = folder.resolve("missing.fa");
        Path strange = folder.resolve("n\ufffd.fa");
        assertRefused(
                () -> InputFile.content(missing, missing.toString(), Optional.empty()),
                missing + ": no such file; check the path");
        assertRefused(
                () -> InputFile.content(strange, strange.toString(), Optional.empty()),
                strange + ": no such file, or its name has bytes that are not UTF-8, which Java cannot open; check the"
                        + " path, or rename the file");
    }

    @Test
    void readsWithoutBytesAreNoAlignedReads(@TempDir Path folder) throws IOException {
        for (String name : List.of("empty.bam", "empty.sam", "empty.fastq")) {
            Path empty = Files.createFile(folder.resolve(name));
            assertRefused(
                    () -> InputFile.openAligned(empty, name, Optional.empty()).close(),
                    name + ": the file is empty; name a BAM, CRAM or SAM file");
        }
    }

    /** A FASTQ file without reads has no bytes, or compresses none; a file called gzip without bytes is no gzip file. */
    @ParameterizedTest
    @ValueSource(strings = {"control.fastq", "control.FQ", "control.fq.gz", "control.fastq.bgz"})
    void aFastqFileMayHoldNoReads(String name, @TempDir Path folder) throws IOException {
        Path file = folder.resolve(name);
        boolean plain = name.toLowerCase(Locale.ROOT).endsWith("q");
        for (String blank : List.of("", "\n", "\r\n\n")) {
            Files.write(file, plain ? blank.getBytes(StandardCharsets.US_ASCII) : Gzip.members(blank));
            assertThat(open(file).strip()).isEmpty();
            assertThat(InputFile.isReadable(file)).isTrue();
            try (FastaReader reader = FastaReader.open(file, name, ScratchFolder.none())) {
                assertThat(reader.next()).isFalse();
            }
        }
        Files.write(file, new byte[0]);
        assertThat(InputFile.isReadable(file)).isEqualTo(plain);
        if (!plain) {
            assertRefused(() -> open(file), file + ": the file is empty; name a FASTA file with at least one record");
        }
    }

    @Test
    void whatCannotBeOpenedIsNamed(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.fa");
        assertRefused(() -> open(missing), missing + ": no such file; check the path");
        assertRefused(
                () -> InputFile.check(Path.of("https://example.org/contigs.fa")),
                "https:/example.org/contigs.fa: this is an address; download it, or name the file by its path");
        assertThat(InputFile.isAddress(Path.of("s3a://bucket/contigs.fa"))).isTrue();
        assertThat(InputFile.isAddress(Path.of("a/file:/contigs.fa"))).isFalse();
        assertRefused(() -> open(folder), folder + ": this is a directory; name a file in it");
        Path empty = Files.createFile(folder.resolve("empty.fa"));
        assertRefused(() -> open(empty), empty + ": the file is empty; name a FASTA file with at least one record");
        assertRefused(
                () -> decode(Gzip.members("")),
                "reads.fa: nothing is compressed in this gzip file; name one with at least one record");
        assertThat(InputFile.refused("secret.fa", new AccessDeniedException("secret.fa")))
                .hasMessage("secret.fa: no permission to read it; check with: ls -l");
    }

    @Test
    void anErrorOfTheDiskIsNamed() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
        assertRefused(
                () -> text(InputFile.decode("reads.fa", broken)),
                "reads.fa: cannot be read (Input/output error); check the path and the disk");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "494420202058353633 | an EMBL file, not FASTA; download the record in FASTA format",
                "4e4342492e737261 | an SRA file, not FASTA; convert it with: fasterq-dump",
                "894844460d0a1a0a | an HDF5 file, such as FAST5, not FASTA; name the FASTQ or BAM file of its"
                        + " basecalls",
                "504b030414 | a zip archive, not FASTA; unpack it and name the FASTA file in it",
                "4809564e3a5a3a312e32 | an assembly graph (GFA), not FASTA; name the FASTA file of its contigs, or make"
                        + " one with: awk '/^S/ {print \">\" $2; print $3}'",
                "2323676666 | a GFF or GTF file, not FASTA; name the FASTA file of the sequences",
                "232366696c65666f726d61743d564346 | a VCF or BCF file, not FASTA; name the FASTA file of the sequences",
                "255044462d | a PDF, not FASTA; name a FASTA file",
                "3c21444f4354 | HTML or XML, perhaps the error page of a failed download, not FASTA; download the file"
                        + " again",
                "fffe3e00 | text in UTF-16, not FASTA; save it as plain text (UTF-8 or ASCII)",
                "feff003e | text in UTF-16, not FASTA; save it as plain text (UTF-8 or ASCII)",
            })
    void otherFormatsAreNamedWithTheWayOut(String hex, String message) throws IOException {
        byte[] head = HexFormat.of().parseHex(hex);
        assertRefused(() -> decode(head), "reads.fa, line 1: this is " + message);
        assertRefused(
                () -> decode(Gzip.members(new String(head, StandardCharsets.ISO_8859_1))),
                "reads.fa, line 1: this is " + message);
    }

    /** Text files of the field, and what failed downloads and clones leave. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "S~utg1~ACGTAC~LN:i:6| an assembly graph (GFA),",
                "S~1~*~LN:i:1200| an assembly graph (GFA),",
                "# made by x\\nS~1~ACGT\\n| an assembly graph (GFA),",
                "H~VN:Z:2.0\\nS~1~4~ACGT\\n| an assembly graph (GFA 2),",
                "S~1~4~ACGT\\n| an assembly graph (GFA 2),",
                "ctg~EMBL~gene~1~9~.~+~.~ID=1| a GFF or GTF file,",
                "#!genome-build GRCh38\\n| a GFF or GTF file,",
                "chr1~100~200~peak\\n| a BED file,",
                "track name=x\\nchr1~100~200\\n| a BED file,",
                "r1~100~0~90~+~c1~1000~0~90~80~90~60\\n| a PAF file of alignments,",
                "c0~1500~4~1500~1501\\n| an index of a FASTA or FASTQ file (.fai),",
                "c0~1500~10~0\\n| a table,",
                "sample,path\\na,b.fa\\n| a table, not FASTA; name the file of the sequences, or, for several samples,",
                "sample~path\\na~b.fa\\n| a table,",
                "CLUSTAL W (1.83)\\n| an alignment of several sequences,",
                " 5 42\\nTurkey AAGCTN\\n| an alignment of several sequences,",
                "HMMER3/f [3.1b2]\\n| a profile of HMMER,",
                "version https://git-lfs.github.com/spec/v1\\n| a pointer of Git LFS, not the file,",
                "/annex/objects/SHA256E-s1--a.fa\\n| a pointer of git-annex, not the file,",
                "https://example.org/a.fa\\n| an address, not the file,",
                "{\"error\": \"not found\"}| JSON, perhaps the error message of a failed download,",
                "\\n\\n  <!doctype html>| HTML or XML, perhaps the error page of a failed download,",
                "#!/bin/sh\\n| a program,",
                "-----BEGIN PGP MESSAGE-----\\n| encrypted data,",
                "#slow5_version~0.2.0\\n| a SLOW5 file,",
                "ACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGT\\nACGT\\n| sequence without a header line,",
            })
    void otherTextIsNamed(String text, String message) {
        byte[] head = text.replace('~', '\t').replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> decode(head))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("reads.fa, line 1: this is " + message)
                .hasMessageContaining(", not FASTA; ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "504b030414000000080000000000000000000000000000000000130000005b436f6e74656e745f54797065735d | a file"
                        + " of an office program, such as a workbook",
                "d0cf11e0a1b11ae1 | a file of an office program, such as a workbook",
                "8b504f440d0a1a0a | a POD5 file",
                "424c4f573501 | a SLOW5 file",
                "41424946 | a Sanger trace file",
                "4327411a | a 2bit file",
                "1a412743 | a 2bit file",
                "42414901 | an index of alignments",
                "4353490100 | an index of alignments",
                "4243460202 | a VCF or BCF file",
                "377abcaf271c | a 7-Zip archive",
                "04224d18 | data compressed with lz4",
                "1f9d90 | data compressed with compress",
                "5d00008000 | data compressed with lzma",
                "3e00630030000a00 | text in UTF-16",
                "003e00630030000a | text in UTF-16",
                "4000720031000a00 | text in UTF-16",
                "fffe00003e000000 | text in UTF-32",
                "89504e470d0a1a0a | an image",
                "50415231 | a file of tables or numbers",
                "7f454c46 | a program",
            })
    void otherBinaryDataIsNamed(String hex, String message) {
        byte[] head = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> decode(head))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("reads.fa, line 1: this is " + message + ", not FASTA; ");
    }

    /** Reads without a header have columns of numbers, and a record may have any name. */
    @Test
    void sequencesAreNotTakenForAnythingElse() throws IOException {
        String read = "r1\t16\t1\t100\t60\t4M\t*\t0\t0\tACGT\tIIII\n";
        assertThat(decode(read.getBytes(StandardCharsets.ISO_8859_1))).startsWith(">r1\nACGT");
        for (String name : List.of("ID   x", "S\t1\tACGT", "1\t2\t3\t4\t5", "<html>", "{\"a\"}", "https://x")) {
            assertThat(decode((">" + name + "\nACGT\n").getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo(">" + name + "\nACGT\n");
        }
    }

    @Test
    void blanksAloneAreNoSequence() {
        assertThat(ForeignFormat.of(" \n".repeat(200).getBytes(StandardCharsets.US_ASCII)))
                .isNull();
    }

    /** A .tar.gz is not decompressed data of one file. */
    @Test
    void aTarArchiveIsNamed() {
        byte[] tar = new byte[1024];
        byte[] name = "in.fa".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, tar, 0, name.length);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertRefused(
                () -> decode(Gzip.members(new String(tar, StandardCharsets.ISO_8859_1))),
                "reads.fa, line 1: this is a tar archive, not FASTA; unpack it with tar -xf, and name the files in it");
    }

    @Test
    void gzipWithinGzipIsNamed() {
        assertRefused(
                () -> decode(Gzip.members(new String(Gzip.members(FASTA), StandardCharsets.ISO_8859_1))),
                "reads.fa, line 1: this is data compressed twice with gzip, not FASTA; decompress it once with: gzip"
                        + " -d");
    }

    private static String randomFasta() {
        StringBuilder text = new StringBuilder(">two\n");
        new Random(1).ints(30_000, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
        return text.append('\n').toString();
    }

    private static String open(Path path) throws IOException {
        return text(InputFile.open(path, InputFile.name(path)));
    }

    private static String decode(byte[] data) throws IOException {
        return text(InputFile.decode("reads.fa", new ByteArrayInputStream(data)));
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
