package org.virnuc.models.head;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.family.ModelBlueprint;
import org.virnuc.models.family.ModelFamily;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.ScriptModule;

/**
 * VirNucPro's classification head: the concatenated vectors of both encoders in, softmax out. Its graph computes in
 * fp32, whatever the target.
 *
 * @see <a href="https://github.com/Li-Jing-1997/VirNucPro">the original implementation</a>
 */
public final class VirnucproHead implements ModelFamily {
    /** PyTorch's default epsilon of batch norm, which VirNucPro does not change. */
    private static final double EPSILON = 1e-5;

    @Override
    public String id() {
        return "head";
    }

    @Override
    public ModelRole role() {
        return ModelRole.HEAD;
    }

    @Override
    public int graphVersion() {
        return MlpGraph.VERSION;
    }

    /** Whether the path is a single file with the tensor names of a head. */
    @Override
    public boolean matches(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return false;
        }
        try (CheckpointReader reader = Checkpoints.open(path)) {
            return reader.tensors().keySet().stream().anyMatch(name -> name.endsWith(HeadWeights.HIDDEN + ".weight"));
        }
    }

    /** The single file of a head. */
    @Override
    public ModelFiles files(Path path) {
        return ModelFiles.single(path, ModelFiles.Publisher.OTHER);
    }

    @Override
    public ModelBlueprint read(ModelFiles files) throws IOException {
        try (CheckpointReader reader = Checkpoints.open(files.weights())) {
            return new Blueprint(files, HeadConfig.of(files.weights(), reader));
        }
    }

    private record Blueprint(ModelFiles files, HeadConfig config) implements ModelBlueprint {
        @Override
        public int dimension() {
            return config.features();
        }

        /** Includes the running statistics of batch norm. */
        @Override
        public long parameters() {
            long hidden = config.hidden();
            return hidden * (config.features() + 1L) + 4 * hidden + 2 * hidden + 2;
        }

        @Override
        public ScriptModule graph(CheckpointReader reader, GraphTarget target) {
            return new MlpGraph(EPSILON).module(HeadWeights.of(files.weights(), reader, config));
        }
    }
}
