package org.virnuc.models.esm2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.models.ModelRole;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.checkpoint.ModelFiles.Publisher;
import org.virnuc.models.family.EncoderBlueprint;
import org.virnuc.models.family.EncoderFamily;
import org.virnuc.models.hub.HubId;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.ScriptModule;

/**
 * ESM-2, a protein encoder: a protein in, the mean of the last layer over its residues out.
 *
 * @see <a href="https://doi.org/10.1126/science.ade2574">Lin and others, 2023</a>
 */
public final class Esm2 implements EncoderFamily {
    private static final List<String> SIZES = List.of("t6_8M", "t12_35M", "t30_150M", "t33_650M", "t36_3B", "t48_15B");

    @Override
    public String id() {
        return "esm2";
    }

    @Override
    public String title() {
        return "ESM-2";
    }

    @Override
    public ModelRole role() {
        return ModelRole.PROTEIN;
    }

    @Override
    public String modelType() {
        return "esm";
    }

    @Override
    public int graphVersion() {
        return Esm2Graph.VERSION;
    }

    @Override
    public Map<String, HubId> published() {
        Map<String, HubId> ids = new LinkedHashMap<>();
        for (String size : SIZES) {
            ids.put(("esm2_" + size).toLowerCase(Locale.ROOT), new HubId("facebook", "esm2_" + size + "_UR50D"));
        }
        return ids;
    }

    /**
     * Recognized by its config. A single file of fair-esm is recognized by its tensors, whatever config is next to it.
     */
    @Override
    public boolean matches(Path path) throws IOException {
        return files(path).publisher() == Publisher.FAIR_ESM || EncoderFamily.super.matches(path);
    }

    /** The files of a Hugging Face folder, of the folder that contains the weights, or the single file of fair-esm. */
    @Override
    public ModelFiles files(Path path) throws IOException {
        ModelFiles files = ModelFiles.find(path, "vocab.txt");
        return FairEsm.published(files) ? ModelFiles.single(files.weights(), Publisher.FAIR_ESM) : files;
    }

    @Override
    public EncoderBlueprint read(ModelFiles files) throws IOException {
        Esm2Config config = Esm2Config.of(files);
        return new Blueprint(files, config, Esm2Tokenizer.of(files, config));
    }

    private record Blueprint(ModelFiles files, Esm2Config config, Esm2Tokenizer vocabulary)
            implements EncoderBlueprint {
        @Override
        public int dimension() {
            return config.width();
        }

        @Override
        public long parameters() {
            return Esm2Weights.parameters(config);
        }

        @Override
        public Tokenizer tokenizer() {
            return vocabulary;
        }

        @Override
        public ScriptModule graph(CheckpointReader reader, GraphTarget target) {
            Esm2Graph graph = new Esm2Graph(
                    config.layers(),
                    config.width(),
                    config.heads(),
                    config.epsilon(),
                    config.tokenDropout() ? Esm2Config.DROPOUT_SCALE : 1,
                    vocabulary.cls(),
                    vocabulary.eos());
            return graph.module(Esm2Weights.of(files.weights(), reader, config).byGraphName(), target);
        }
    }
}
