package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.engine.StageId;

/** The sequence files of the original VirNucPro, byte for byte. */
class GoldenSequencesTest {
    @ParameterizedTest
    @CsvSource({
        "frames, 500, chunked500.fa, nucleotide500.fa, protein500.faa",
        "frames, 300, chunked300.fa, nucleotide300.fa, protein300.faa",
        "e2e, 500, L500/chunked.fa, L500/nucleotide.fa, L500/protein.faa",
        "e2e, 300, L300/chunked.fa, L300/nucleotide.fa, L300/protein.faa",
    })
    void filesAreTheOriginals(
            String set, int length, String chunked, String nucleotide, String protein, @TempDir Path folder)
            throws IOException, InterruptedException, URISyntaxException {
        SequenceStages stages = new SequenceStages(folder);
        Chunks chunks = stages.chunks(length, golden(set, "input.fa"));
        Frames frames = stages.frames(chunks);
        assertThat(chunks.file()).hasSameBinaryContentAs(golden(set, chunked));
        assertThat(frames.nucleotides()).hasSameBinaryContentAs(golden(set, nucleotide));
        assertThat(frames.proteins()).hasSameBinaryContentAs(golden(set, protein));
        assertThat(frames.frameCount()).isGreaterThan(20);

        // A single shard is the whole file.
        SequenceShards nucleotides = stages.shards(frames, StageId.NUCLEOTIDE_SPLITTING);
        SequenceShards proteins = stages.shards(frames, StageId.PROTEIN_SPLITTING);
        assertThat(nucleotides.file(1)).hasSameBinaryContentAs(golden(set, nucleotide));
        assertThat(proteins.file(1)).hasSameBinaryContentAs(golden(set, protein));
        assertThat(Files.exists(nucleotides.stage().file("output_2.fa"))).isFalse();
    }

    private static Path golden(String set, String name) throws URISyntaxException {
        String resource = "/golden/" + set + "/" + name;
        URL url = Objects.requireNonNull(GoldenSequencesTest.class.getResource(resource), resource);
        return Path.of(url.toURI());
    }
}
