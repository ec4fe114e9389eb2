package org.virnuc.models.esm2;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.ModelSource;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.checkpoint.ModelFiles.Publisher;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.torchscript.ArchiveCache;
import org.virnuc.models.torchscript.Esm2Graph;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.TorchScriptArchive;

/** ESM-2 from published files to vectors: proteins in, mean of the last layer over residues out. */
public final class Esm2Encoder {
    /** The tokenizer's file in a model folder. */
    private static final String TOKENIZER = "vocab.txt";

    private Esm2Encoder() {}

    /**
     * The files of a model: a Hugging Face folder, the weights inside one, or fair-esm's single file.
     *
     * @throws org.virnuc.models.ModelException where there are no weights
     */
    public static ModelFiles files(Path path) throws IOException {
        ModelFiles files = ModelFiles.find(path, TOKENIZER);
        return FairEsm.published(files) ? ModelFiles.single(files.weights(), Publisher.FAIR_ESM) : files;
    }

    /**
     * The length of the vectors, from the config or headers alone.
     *
     * @throws org.virnuc.models.ModelException where these do not describe an ESM-2 model, or its vocabulary is unfit
     */
    public static int dimension(ModelFiles files) throws IOException {
        Esm2Config config = Esm2Config.of(files);
        Esm2Tokenizer.of(files, config);
        return config.width();
    }

    /** The number of weights that take part, from the config or headers alone. */
    public static long parameters(ModelFiles files) throws IOException {
        return Esm2Weights.parameters(Esm2Config.of(files));
    }

    /**
     * Opens a model; converts it when its archive is not in the cache.
     *
     * @throws org.virnuc.models.ModelException where the files are not a sound ESM-2 model
     * @throws org.virnuc.models.DeviceException where a device fails
     */
    public static SequenceEncoder open(ModelSource source, EncoderRuntime runtime, ArchiveCache archives)
            throws IOException {
        ModelFiles files = source.files();
        Esm2Config config = Esm2Config.of(files);
        Esm2Tokenizer tokenizer = Esm2Tokenizer.of(files, config);
        GraphTarget target = runtime.target();
        Path archive = archives.get(
                new ArchiveCache.Key("esm2", source.sha256(), target.name(), Esm2Graph.VERSION),
                path -> convert(files.weights(), config, tokenizer, target, path));
        EncoderInfo info = new EncoderInfo(
                source.id(),
                source.sha256(),
                files.layout(),
                Esm2Weights.parameters(config),
                runtime.precision().word(),
                runtime.deviceNames());
        return runtime.encoder(archive, tokenizer, config.width(), info);
    }

    private static void convert(
            Path weights, Esm2Config config, Esm2Tokenizer tokenizer, GraphTarget target, Path archive)
            throws IOException {
        try (CheckpointReader reader = Checkpoints.open(weights)) {
            Esm2Graph graph = new Esm2Graph(
                    config.layers(),
                    config.width(),
                    config.heads(),
                    config.epsilon(),
                    config.tokenDropout() ? Esm2Config.DROPOUT_SCALE : 1,
                    tokenizer.cls(),
                    tokenizer.eos());
            var mapped = Esm2Weights.of(weights, reader, config).byGraphName();
            TorchScriptArchive.write(archive, graph.module(mapped, target));
        }
    }
}
