package org.virnuc.models.head;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelSource;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.torchscript.ArchiveCache;
import org.virnuc.models.torchscript.MlpGraph;
import org.virnuc.models.torchscript.TorchScriptArchive;

/** The head from its published file to scores. */
public final class HeadClassifier {
    /** PyTorch's default of batch norm, which VirNucPro does not change. */
    private static final double EPSILON = 1e-5;

    private HeadClassifier() {}

    /**
     * The file of a head.
     *
     * @throws org.virnuc.models.ModelException where it is not there
     */
    public static ModelFiles files(Path path) {
        return ModelFiles.single(path, ModelFiles.Publisher.OTHER);
    }

    /** The number of features it takes, from the header alone. */
    public static int features(ModelFiles files) throws IOException {
        try (CheckpointReader reader = Checkpoints.open(files.weights())) {
            return HeadConfig.of(files.weights(), reader).features();
        }
    }

    /** The number of weights that take part, batch norm's running figures included, from the header alone. */
    public static long parameters(ModelFiles files) throws IOException {
        try (CheckpointReader reader = Checkpoints.open(files.weights())) {
            HeadConfig config = HeadConfig.of(files.weights(), reader);
            long hidden = config.hidden();
            return hidden * (config.features() + 1L) + 4 * hidden + 2 * hidden + 2;
        }
    }

    /** Whether a file has the tensors of a head, by their names. */
    public static boolean matches(Path path) throws IOException {
        try (CheckpointReader reader = Checkpoints.open(path)) {
            return reader.tensors().keySet().stream().anyMatch(name -> name.endsWith(HeadWeights.HIDDEN + ".weight"));
        }
    }

    /**
     * Opens a head; converts it when its archive is not in the cache.
     *
     * @throws org.virnuc.models.ModelException where the file is not a sound head
     */
    public static FrameClassifier open(ModelSource source, EncoderRuntime runtime, ArchiveCache archives)
            throws IOException {
        Path weights = source.files().weights();
        Path archive =
                archives.get(new ArchiveCache.Key("head", source.sha256(), "fp32-plain", MlpGraph.VERSION), path -> {
                    try (CheckpointReader reader = Checkpoints.open(weights)) {
                        var mapped = HeadWeights.of(weights, reader, HeadConfig.of(weights, reader));
                        TorchScriptArchive.write(path, new MlpGraph(EPSILON).module(mapped));
                    }
                });
        return runtime.classifier(archive, features(source.files()));
    }
}
