package org.virnuc.models.dnaberts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.virnuc.models.ModelRole;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.family.EncoderBlueprint;
import org.virnuc.models.family.EncoderFamily;
import org.virnuc.models.hub.HubId;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.ScriptModule;

/**
 * DNABERT-S and DNABERT-2, DNA encoders: a sequence in, the mean of the last layer over all tokens out.
 *
 * @see <a href="https://arxiv.org/abs/2402.08777">Zhou and others, DNABERT-S</a>
 * @see <a href="https://arxiv.org/abs/2306.15006">Zhou and others, DNABERT-2</a>
 */
public final class DnabertS implements EncoderFamily {

    @Override
    public String id() {
        return "dnaberts";
    }

    @Override
    public String title() {
        return "DNABERT-S";
    }

    @Override
    public ModelRole role() {
        return ModelRole.DNA;
    }

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public int graphVersion() {
        return DnabertSGraph.VERSION;
    }

    @Override
    public Map<String, HubId> published() {
        return Map.of("dnabert-s", new HubId("zhihan1996", "DNABERT-S"));
    }

    /** The files of a Hugging Face folder, or of the folder that contains the weights. */
    @Override
    public ModelFiles files(Path path) {
        return ModelFiles.find(path, "tokenizer.json");
    }

    @Override
    public EncoderBlueprint read(ModelFiles files) throws IOException {
        DnabertSConfig config = DnabertSConfig.read(files.config());
        DnabertSTokenizer.require(files.tokenizer());
        return new Blueprint(files, config);
    }

    private record Blueprint(ModelFiles files, DnabertSConfig config) implements EncoderBlueprint {
        @Override
        public int dimension() {
            return config.width();
        }

        @Override
        public long parameters() {
            return DnabertSWeights.parameters(config);
        }

        @Override
        public Tokenizer tokenizer() throws IOException {
            return DnabertSTokenizer.read(files.tokenizer());
        }

        @Override
        public ScriptModule graph(CheckpointReader reader, GraphTarget target) {
            DnabertSGraph graph = new DnabertSGraph(config.layers(), config.width(), config.heads(), config.epsilon());
            return graph.module(
                    DnabertSWeights.of(files.weights(), reader, config).byGraphName(), target);
        }
    }
}
