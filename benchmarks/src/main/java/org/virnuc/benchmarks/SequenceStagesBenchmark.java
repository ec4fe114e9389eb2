package org.virnuc.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.stages.ChunkingStage;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.SplittingStage;
import org.virnuc.pipeline.stages.TranslationStage;

/**
 * FASTA to files of frames on one thread: parsing, chunking, six-frame translation, writing. Read the column {@code
 * megabases}: millions of input bases a second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class SequenceStagesBenchmark {
    private static final double MEGA = 1e6;

    /** What has been worked through. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counters {
        public double megabases;

        /** Starts an iteration. */
        @Setup(org.openjdk.jmh.annotations.Level.Iteration)
        public void reset() {
            megabases = 0;
        }
    }

    /** The stages chunking and translation as a run has them, files hashed and forced to disk. */
    @Benchmark
    public Frames chunkingAndTranslation(SequenceInput input, Counters counters)
            throws IOException, InterruptedException {
        Chunks chunks = chunk(input);
        counters.megabases += chunks.baseCount() / MEGA;
        return translate(chunks, input);
    }

    /** The first of them. */
    @Benchmark
    public Chunks chunking(SequenceInput input, Counters counters) throws IOException, InterruptedException {
        Chunks chunks = chunk(input);
        counters.megabases += chunks.baseCount() / MEGA;
        return chunks;
    }

    /** All four stages that work on sequences, with both splittings and the search for duplicates. */
    @Benchmark
    public long allSequenceStages(SequenceInput input, Counters counters) throws IOException, InterruptedException {
        Chunks chunks = chunk(input);
        Frames frames = translate(chunks, input);
        for (StageId id : List.of(StageId.NUCLEOTIDE_SPLITTING, StageId.PROTEIN_SPLITTING)) {
            new SplittingStage(id).run(frames, new HashedOutput(input.folder(id.word())), new SilentObserver());
        }
        counters.megabases += chunks.baseCount() / MEGA;
        return frames.frameCount();
    }

    /** The work of chunking and translation by BioJava: its parser, sequences and translation, the same files. */
    @Benchmark
    public long biojava(SequenceInput input, Counters counters) throws IOException {
        long bases = new BiojavaWay(input.chunkLength).run(input.fasta(), input.folder("biojava"));
        counters.megabases += bases / MEGA;
        return bases;
    }

    private static Chunks chunk(SequenceInput input) throws IOException, InterruptedException {
        ChunkingStage stage = new ChunkingStage(input.chunkLength);
        InputFiles files = new InputFiles(List.of(input.fasta()));
        HashedOutput output = new HashedOutput(input.folder("chunking"));
        stage.run(files, output, new SilentObserver());
        return stage.open(files, output.finished());
    }

    private static Frames translate(Chunks chunks, SequenceInput input) throws IOException, InterruptedException {
        TranslationStage stage = new TranslationStage();
        HashedOutput output = new HashedOutput(input.folder("translation"));
        stage.run(chunks, output, new SilentObserver());
        return stage.open(chunks, output.finished());
    }
}
