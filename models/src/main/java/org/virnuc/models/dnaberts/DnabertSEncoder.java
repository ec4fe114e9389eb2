package org.virnuc.models.dnaberts;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.ModelSource;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.torchscript.ArchiveCache;
import org.virnuc.models.torchscript.DnabertSGraph;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.TorchScriptArchive;

/** DNABERT-S from published files to vectors: DNA in, mean of the last layer over all tokens out. */
public final class DnabertSEncoder {
    /** The tokenizer's file in a model folder. */
    private static final String TOKENIZER = "tokenizer.json";

    private DnabertSEncoder() {}

    /**
     * The files of a Hugging Face folder, or of the weights inside one.
     *
     * @throws org.virnuc.models.ModelException where there are no weights
     */
    public static ModelFiles files(Path path) {
        return ModelFiles.find(path, TOKENIZER);
    }

    /**
     * The length of the vectors, from the config alone.
     *
     * @throws org.virnuc.models.ModelException where the config is unfit, or config or tokenizer are missing: a user is to
     *     hear of it before hours of computing
     */
    public static int dimension(ModelFiles files) throws IOException {
        int width = DnabertSConfig.read(files.config()).width();
        DnabertSTokenizer.require(files.tokenizer());
        return width;
    }

    /** The number of weights that take part, from the config alone. */
    public static long parameters(ModelFiles files) throws IOException {
        return DnabertSWeights.parameters(DnabertSConfig.read(files.config()));
    }

    /**
     * Opens a model; converts it when its archive is not in the cache.
     *
     * @throws org.virnuc.models.ModelException where the files are not a sound DNABERT-S model
     * @throws org.virnuc.models.DeviceException where a device fails
     */
    public static SequenceEncoder open(ModelSource source, EncoderRuntime runtime, ArchiveCache archives)
            throws IOException {
        ModelFiles files = source.files();
        DnabertSConfig config = DnabertSConfig.read(files.config());
        GraphTarget target = runtime.target();
        Path archive = archives.get(
                new ArchiveCache.Key("dnaberts", source.sha256(), target.name(), DnabertSGraph.VERSION),
                path -> convert(files.weights(), config, target, path));
        DnabertSTokenizer tokenizer = DnabertSTokenizer.read(files.tokenizer());
        EncoderInfo info = new EncoderInfo(
                source.id(),
                source.sha256(),
                files.layout(),
                DnabertSWeights.parameters(config),
                runtime.precision().word(),
                runtime.deviceNames());
        return runtime.encoder(archive, tokenizer, config.width(), info);
    }

    private static void convert(Path weights, DnabertSConfig config, GraphTarget target, Path archive)
            throws IOException {
        try (CheckpointReader reader = Checkpoints.open(weights)) {
            DnabertSGraph graph = new DnabertSGraph(config.layers(), config.width(), config.heads(), config.epsilon());
            var mapped = DnabertSWeights.of(weights, reader, config).byGraphName();
            TorchScriptArchive.write(archive, graph.module(mapped, target));
        }
    }
}
