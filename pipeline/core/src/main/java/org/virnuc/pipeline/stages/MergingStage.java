package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.Quoted;

/**
 * Joins the two vectors of every frame by id: {@code merged_<n>.join}, which contains the positions of the DNA and
 * protein vector of each row; the vectors themselves are not copied. A frame that only one encoder has is an error that
 * names it.
 */
public final class MergingStage implements Stage<Embeddings, FeatureShards> {
    private static final String FORMAT_VERSION = "1";

    @Override
    public StageId id() {
        return StageId.MERGING;
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("format", FORMAT_VERSION, "layout of the join files"));
    }

    @Override
    public long items(Embeddings input) {
        return input.dna().rows();
    }

    @Override
    public void run(Embeddings input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        int common = Math.min(input.dna().shards(), input.protein().shards());
        for (int shard = 1; shard <= common; shard++) {
            try (VectorShard dna = input.dna().open(shard);
                    VectorShard protein = input.protein().open(shard)) {
                output.once(FeatureShards.fileName(shard), dna.rows(), out -> {
                    join(dna, protein, out);
                    observer.items(dna.rows());
                });
            }
        }
        if (input.dna().shards() > common) {
            throw noProtein(firstId(input.dna(), common + 1), "no frame");
        }
        if (input.protein().shards() > common) {
            throw noNucleotides(firstId(input.protein(), common + 1));
        }
        output.count("rows", input.dna().rows());
        output.count("shards", input.dna().shards());
    }

    @Override
    public FeatureShards open(Embeddings input, FinishedStage finished) {
        return new FeatureShards(input, finished.folder(), finished.count("rows"), (int) finished.count("shards"));
    }

    private static String firstId(EmbeddingShards shards, int number) throws IOException {
        try (VectorShard shard = shards.open(number)) {
            return shard.ids().get(0);
        }
    }

    private static void join(VectorShard dna, VectorShard protein, OutputFile out) throws IOException {
        ByteBuffer rows =
                ByteBuffer.allocate(dna.rows() * FeatureShards.ROW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        List<String> ids = dna.ids();
        List<String> proteinIds = protein.ids();
        for (int row = 0; row < dna.rows(); row++) {
            if (row >= protein.rows() || !ids.get(row).equals(proteinIds.get(row))) {
                throw noProtein(ids.get(row), row < protein.rows() ? Quoted.of(proteinIds.get(row)) : "no frame");
            }
            rows.putLong(dna.firstOf(row)).putLong(protein.firstOf(row));
        }
        if (protein.rows() > dna.rows()) {
            throw noNucleotides(proteinIds.get(dna.rows()));
        }
        out.write(FeatureShards.MAGIC);
        out.write(rows.array());
    }

    private static IllegalStateException noProtein(String id, String found) {
        return new IllegalStateException(
                "merging: frame " + Quoted.of(id) + " has a nucleotide vector, but the protein vector in its"
                        + " row is of " + found + "; run again with `force`");
    }

    private static IllegalStateException noNucleotides(String id) {
        return new IllegalStateException("merging: frame " + Quoted.of(id)
                + " has a protein vector and no nucleotide vector; run again with `force`");
    }
}
