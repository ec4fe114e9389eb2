package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import htsjdk.samtools.util.BlockCompressedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.Setting;
import org.virnuc.sequences.ChunkPlan;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.InputException;

class ChunkingStageTest {

    @Test
    void filesFollowOneAnotherAndEveryRecordIsAccountedFor(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Path first = stages.input("first.fa", ">a one\nACGTACGTAC\n>b_chunk_7\nggg\n");
        Path second = stages.input("second.fa", ">a one\nAC\nGT\nACG\n");
        RecordedObserver observer = new RecordedObserver();
        Chunks chunks = stages.run(new ChunkingStage(4), new InputFiles(List.of(first, second)), observer);

        assertThat(SequenceStages.text(chunks.file()))
                .isEqualTo(
                        """
                        >a_chunk_1
                        ACGT
                        >a_chunk_2
                        TACG
                        >a_chunk_3
                        GTAC
                        >b_chunk_7_chunk_1
                        ggg
                        >a_chunk_1
                        ACGT
                        >a_chunk_2
                        TACG
                        """);
        assertThat(SequenceStages.text(folder.resolve("chunking/records.tsv")))
                .isEqualTo("record\tlength\tchunks\na\t10\t3\nb_chunk_7\t3\t1\na\t7\t2\n");
        assertThat(rows(chunks))
                .containsExactly(
                        new RecordTable.Row("a", 10, 3),
                        new RecordTable.Row("b_chunk_7", 3, 1),
                        new RecordTable.Row("a", 7, 2));
        assertThat(chunks.recordCount()).isEqualTo(3);
        assertThat(chunks.baseCount()).isEqualTo(20);
        assertThat(chunks.chunkCount()).isEqualTo(6);
        assertThat(observer.items).isEqualTo(3);
        assertThat(observer.metrics).containsEntry("bases", 20L).containsEntry("chunks", 6L);
    }

    @Test
    void rnaIsAWarning(@TempDir Path folder) throws Exception {
        FolderOutput output = new FolderOutput(folder.resolve("chunking"));
        Path rna = Files.writeString(folder.resolve("rna.fa"), ">a\nACGU\n>b\nUU\n");
        Path dna = Files.writeString(folder.resolve("dna.fa"), ">c\nACGT\n");
        new ChunkingStage(500).run(new InputFiles(List.of(rna, dna)), output, new RecordedObserver());
        assertThat(output.warnings)
                .containsExactly(new QualityWarning(
                        QualityWarning.Kind.RNA_INPUT,
                        "RNA in 2 records; U is kept as VirNucPro keeps it, and a codon with U yields no residue;"
                                + " replace U by T to translate it",
                        2,
                        3,
                        List.of("a", "b")));
    }

    @Test
    void recordsWithoutBasesAreRowsAndAWarning(@TempDir Path folder) throws Exception {
        FolderOutput output = new FolderOutput(folder.resolve("chunking"));
        Path fasta = Files.writeString(folder.resolve("a.fa"), ">a\n>b\nACGT\n>c");
        Path fastq = Files.writeString(folder.resolve("b.fq"), "@d\n\n+\n\n@e\nAC\n+\nII\n");
        Path sam = Files.writeString(folder.resolve("c.sam"), "@HD\tVN:1.6\nf\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n");
        RecordedObserver observer = new RecordedObserver();
        new ChunkingStage(4).run(new InputFiles(List.of(fasta, fastq, sam)), output, observer);
        assertThat(Files.readString(folder.resolve("chunking/records.tsv")))
                .isEqualTo("record\tlength\tchunks\na\t0\t0\nb\t4\t1\nc\t0\t0\nd\t0\t0\ne\t2\t1\nf\t0\t0\n");
        assertThat(Files.readString(folder.resolve("chunking/chunked.fa")))
                .isEqualTo(">b_chunk_1\nACGT\n>e_chunk_1\nAC\n");
        assertThat(output.warnings)
                .containsExactly(new QualityWarning(
                        QualityWarning.Kind.EMPTY_RECORDS,
                        "4 records without bases; a row of sequences.tsv with the reason empty, and nothing to score",
                        4,
                        6,
                        List.of("a", "c", "d", "f")));
        assertThat(observer.metrics).containsEntry("empty_records", 4L);
    }

    @Test
    void aFileOfReadsMayHoldNone(@TempDir Path folder) throws Exception {
        FolderOutput output = new FolderOutput(folder.resolve("chunking"));
        Path sam = Files.writeString(folder.resolve("control.sam"), "@HD\tVN:1.6\n@SQ\tSN:k1\tLN:900\n");
        new ChunkingStage(500).run(new InputFiles(List.of(sam)), output, new RecordedObserver());
        assertThat(Files.readString(folder.resolve("chunking/records.tsv"))).isEqualTo("record\tlength\tchunks\n");
        assertThat(output.warnings)
                .containsExactly(new QualityWarning(
                        QualityWarning.Kind.NO_READS, sam + ": no reads", 1, 1, List.of(sam.toString())));
    }

    @Test
    void aCutFileIsAWarningOrWhereStrictAnError(@TempDir Path folder) throws Exception {
        Path cut = folder.resolve("cut.fa.gz");
        try (BlockCompressedOutputStream out = new BlockCompressedOutputStream(cut.toString(), 6)) {
            out.write(">a\nACGT\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] whole = Files.readAllBytes(cut);
        Path again = Files.write(folder.resolve("again.fa.gz"), whole);
        Files.write(cut, Arrays.copyOf(whole, whole.length - 28));
        String words =
                "no end mark, which whole files of bgzip, BAM and CRAM have, so the last records may be missing or cut"
                        + " short; copy or download it again";

        FolderOutput output = new FolderOutput(folder.resolve("chunking"));
        new ChunkingStage(500).run(new InputFiles(List.of(again, cut)), output, new RecordedObserver());
        assertThat(output.warnings)
                .containsExactly(new QualityWarning(
                        QualityWarning.Kind.CUT_INPUT, cut + ": " + words, 1, 2, List.of(cut.toString())));
        FolderOutput twice = new FolderOutput(folder.resolve("twice"));
        new ChunkingStage(500).run(new InputFiles(List.of(cut, cut)), twice, new RecordedObserver());
        assertThat(twice.warnings)
                .extracting(QualityWarning::message)
                .containsExactly(cut + " and 1 other file: " + words);

        InputFiles strict = new InputFiles(List.of(cut), List.of("cut.fa.gz"), Optional.empty(), true);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new ChunkingStage(500)
                        .run(strict, new FolderOutput(folder.resolve("strict")), new RecordedObserver()))
                .withMessage("cut.fa.gz: " + words + ", or leave `strict` out to take what is there");
        new ChunkingStage(500)
                .run(
                        new InputFiles(List.of(again), List.of("again.fa.gz"), Optional.empty(), true),
                        new FolderOutput(folder.resolve("whole")),
                        new RecordedObserver());
    }

    @Test
    void dnaRaisesNoWarning(@TempDir Path folder) throws Exception {
        FolderOutput output = new FolderOutput(folder.resolve("chunking"));
        Path dna = Files.writeString(folder.resolve("dna.fa"), ">c\nACGT\n");
        new ChunkingStage(500).run(new InputFiles(List.of(dna)), output, new RecordedObserver());
        assertThat(output.warnings).isEmpty();
    }

    @Test
    void manyReadsAreReportedInBatches(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Path reads = stages.input("reads.fa", ">read\nACGT\n".repeat(20_000));
        RecordedObserver observer = new RecordedObserver();
        stages.run(new ChunkingStage(500), new InputFiles(List.of(reads)), observer);
        assertThat(observer.items).isEqualTo(20_000);
        assertThat(observer.reports).isBetween(10L, 200L);
    }

    @Test
    void aRecordTooLongForTheHeapIsCutTheSame(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        String unit = "ACGTTGCATCA";
        long bases = 34L * (1 << 20) / unit.length() * unit.length();
        assertThat(bases).isGreaterThan(FastaReader.HEAP_LIMIT);
        Path chromosome = stages.input("chromosome.fa", ">x\n" + unit.repeat((int) (bases / unit.length())) + "\n");
        Chunks chunks = stages.chunks(300, chromosome);
        assertThat(chunks.baseCount()).isEqualTo(bases);
        ChunkPlan plan = new ChunkPlan(bases, 300);
        String repeats = unit.repeat(32);
        try (FastaReader reader = chunks.open()) {
            for (long i = 0; reader.next(); i++) {
                int phase = (int) (plan.start(i) % unit.length());
                int length = (int) (plan.end(i) - plan.start(i));
                String expected = repeats.substring(phase, phase + length);
                if (!reader.sequenceText().equals(expected)) {
                    assertThat(reader.sequenceText()).as(reader.id()).isEqualTo(expected);
                }
            }
        }
        try (Stream<Path> left = Files.list(folder.resolve("chunking/scratch"))) {
            assertThat(left).as("scratch files left").isEmpty();
        }
    }

    @Test
    void aBadFileLeavesNoFile(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Path good = stages.input("good.fa", ">a\nACGT\n");
        Path bad = stages.input("bad.fa", ">b\nACGT\n>c\nQQQ\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> stages.chunks(500, good, bad))
                .withMessageStartingWith(bad + ", line 4: 'Q' is not a nucleotide letter (record 'c')");
        try (Stream<Path> left = Files.list(folder.resolve("chunking"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aCancelledRunStops(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Path reads = stages.input("reads.fa", ">read\nACGT\n".repeat(20_000));
        RecordedObserver observer = new RecordedObserver(3_000);
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> stages.run(new ChunkingStage(500), new InputFiles(List.of(reads)), observer));
        assertThat(observer.items).isBetween(3_000L, 6_000L);
    }

    @Test
    void theChunkLengthIsASetting() {
        assertThat(new ChunkingStage(300).settings()).extracting(Setting::value).contains("300");
        assertThat(new ChunkingStage(300).settings()).isNotEqualTo(new ChunkingStage(500).settings());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkingStage(0))
                .withMessage("chunk length 0, expected at least 1");
    }

    @Test
    void inputFilesHaveNames() {
        assertThat(new InputFiles(List.of(Path.of("-"), Path.of("x.fa"))).names())
                .containsExactly("standard input", "x.fa");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputFiles(List.of()))
                .withMessage("0 input files with 0 names");
    }

    private static List<RecordTable.Row> rows(Chunks chunks) throws IOException {
        List<RecordTable.Row> rows = new ArrayList<>();
        try (RecordTable.Reader reader = chunks.records()) {
            for (RecordTable.Row row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
