package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;

/** Runs the first four stages in a folder of a test. */
final class SequenceStages {
    private final Path folder;

    SequenceStages(Path folder) {
        this.folder = folder;
    }

    /** Writes an input file of the test. */
    Path input(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    Chunks chunks(int chunkLength, Path... inputs) throws IOException, InterruptedException {
        return run(new ChunkingStage(chunkLength), new InputFiles(List.of(inputs)), new RecordedObserver());
    }

    Frames frames(Chunks chunks) throws IOException, InterruptedException {
        return run(new TranslationStage(), chunks, new RecordedObserver());
    }

    SequenceShards shards(Frames frames, StageId id) throws IOException, InterruptedException {
        return run(new SplittingStage(id), frames, new RecordedObserver());
    }

    <I, O> O run(Stage<I, O> stage, I input, RecordedObserver observer) throws IOException, InterruptedException {
        FolderOutput output = new FolderOutput(folder.resolve(stage.id().word()));
        stage.run(input, output, observer);
        return stage.open(input, output.finished());
    }

    static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
