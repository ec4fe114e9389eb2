package org.virnuc.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.pipeline.FakeModel;
import org.virnuc.pipeline.FakeRun;
import org.virnuc.pipeline.Samples;
import org.virnuc.pipeline.flow.ExtraStep;
import org.virnuc.pipeline.run.ReadOptions;
import org.virnuc.pipeline.run.ScratchRun;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.EncoderLoad.Count;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;

/** What optional steps say before a run that they will encode, beside what they then encode. */
class EncoderLoadTest {

    /** Repeated records, and repeats within a record, make chunks and stretches that a step computes once. */
    @ParameterizedTest
    @EnumSource(names = {"DNA", "STRETCHES", "CHUNK_HEAD"})
    void duplicatesAreLeftOutAsTheStepsDo(Fallback fallback, @TempDir Path folder)
            throws IOException, InterruptedException {
        String records = Samples.mixed(7);
        String repeats = ">repeats\n" + "ATGGCTTGGTAACATGACGAATAGCCCGTTTTGACTC".repeat(60) + "\n";
        String again = records.replace(">", ">again_") + records.replace(">", ">once_more_");
        Path input = Samples.write(folder.resolve("in.fa"), records + repeats + again);
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.with(fallback);
        run.run();

        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        FakeModel model = new FakeModel().with(fallback);
        try (ScratchRun pass = new ScratchRun(folder.resolve("pass"), model.stages(), List.of())) {
            ScratchRun.Prepared prepared =
                    pass.prepare(pass.take(List.of(input), ReadOptions.NONE, InputStream.nullInputStream()));
            ExtraStep step = model.stages().extra().get(0);
            EncoderLoad load = step.load(new ChunkedFrames(prepared.chunks(), prepared.frames()), () -> scratch)
                    .orElseThrow();
            Count proteins = load.proteins().orElse(Count.ZERO);
            List<String> encoded =
                    Objects.requireNonNull(run.model.encoded.get(step.stages().get(0)));
            assertThat(load.nucleotides().sequences()).isPositive();
            assertThat(load.nucleotides().sequences() + proteins.sequences()).isEqualTo(encoded.size());
            assertThat(load.nucleotides().letters() + proteins.letters())
                    .isEqualTo(encoded.stream().mapToLong(String::length).sum());
            assertThat(load.proteins().isPresent()).isEqualTo(fallback != Fallback.DNA);
        }
    }
}
