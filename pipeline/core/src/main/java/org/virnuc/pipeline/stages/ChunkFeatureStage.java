package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.pipeline.chunkhead.ChunkEvidence;
import org.virnuc.pipeline.chunkhead.FeatureRow;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.StretchFinder;

/** Writes what a model says of chunks as features, from which a chunk head is fitted: {@link ChunkFeatureRows}. */
public final class ChunkFeatureStage implements Stage<ChunkHeadStage.Input, ChunkFeatureRows> {
    private static final String FORMAT_VERSION = "1";
    private static final String FILES = "files";

    private final List<Setting> model;
    private final EvidenceModels models;
    private final Chosen chosen;
    private final FeatureRow row;

    /**
     * What is written.
     *
     * @param chunks the chunks
     * @param limits the stretches of a chunk that the encoders read
     * @param features names of features
     */
    public record Chosen(RecordChoice chunks, StretchFinder.Limits limits, List<String> features) {}

    /**
     * Creates the stage.
     *
     * @param model the settings of encoders and heads that change scores
     */
    public ChunkFeatureStage(List<Setting> model, EvidenceModels models, Chosen chosen) {
        this.model = List.copyOf(model);
        this.models = models;
        this.chosen = chosen;
        this.row = new FeatureRow(
                chosen.features(),
                chosen.limits().most(),
                models.widths().dna(),
                models.widths().protein());
    }

    @Override
    public StageId id() {
        return StageId.CHUNK_FEATURES;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(model);
        settings.add(new Setting("chunks", chosen.chunks().digest(), "which chunks have a row"));
        settings.add(new Setting("stretches", chosen.limits().toString(), "what is read of a chunk"));
        settings.add(new Setting("features", String.join(",", chosen.features()), "the numbers of a row"));
        settings.add(new Setting("format", FORMAT_VERSION, "how features are made, and the layout of the files"));
        return settings;
    }

    @Override
    public long items(ChunkHeadStage.Input input) {
        return input.chunked().chunks().chunkCount();
    }

    @Override
    public void run(ChunkHeadStage.Input input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        RowSet wanted = chosen.chunks().of(input.chunked().chunks());
        int file = 0;
        long rows = 0;
        try (EvidenceReader evidence = new EvidenceReader(id(), models, chosen.limits(), input.features(), observer);
                FastaReader chunks = input.chunked().chunks().open();
                ChunkTable.Reader table = input.chunked().frames().chunks()) {
            ChunkBatch batch = new ChunkBatch(
                    chunks,
                    table,
                    (number, letters) -> new ChunkBatch.Place(number, true),
                    input.chunked().frames().frameCount());
            while (batch.fill(ChunkHeadStage.CHUNKS_PER_FILE)) {
                List<ChunkBatch.Chunk> some = batch.chunks().stream()
                        .filter(chunk -> wanted.next(chunk.number()) == chunk.number())
                        .toList();
                output.once(ChunkFeatureRows.fileName(++file), batch.read(), out -> {
                    SharedProgress progress = new SharedProgress(observer, batch.read());
                    write(some, evidence, progress, out);
                    progress.finish();
                });
                rows += some.size();
            }
            evidence.report();
        }
        output.count(StageId.CHUNK_FEATURES.produced(), rows);
        output.count(FILES, file);
    }

    private void write(List<ChunkBatch.Chunk> chunks, EvidenceReader reader, SharedProgress progress, OutputFile out)
            throws IOException, InterruptedException {
        List<ChunkEvidence> evidence = reader.read(chunks, progress);
        for (int i = 0; i < chunks.size(); i++) {
            ChunkBatch.Chunk chunk = chunks.get(i);
            out.write(ChunkFeatureRows.bytes(chunk.number(), chunk.letters().length(), row.of(evidence.get(i))));
        }
    }

    @Override
    public ChunkFeatureRows open(ChunkHeadStage.Input input, FinishedStage finished) {
        return new ChunkFeatureRows(
                input.chunked().chunks(),
                IntStream.rangeClosed(1, (int) finished.count(FILES))
                        .mapToObj(number -> finished.file(ChunkFeatureRows.fileName(number)))
                        .toList(),
                row.features());
    }
}
