package org.virnuc.models.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelSource;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.dnaberts.DnabertSEncoder;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.engine.EngineWarmUp;
import org.virnuc.models.engine.NativeEngine;
import org.virnuc.models.esm2.Esm2Encoder;
import org.virnuc.models.head.HeadClassifier;
import org.virnuc.models.hub.HubCache;
import org.virnuc.models.hub.HubEnvironment;
import org.virnuc.models.torchscript.ArchiveCache;
import org.virnuc.models.torchscript.DnabertSGraph;
import org.virnuc.models.torchscript.Esm2Graph;

/**
 * Finds models and opens them. Finding reads headers, configs and digests only; the native engine starts when the first
 * part is opened.
 */
public final class ModelStore implements ModelOpener {
    private final Path cacheDir;
    private final boolean vanilla;
    private final ArchiveCache archives;
    private final HubEnvironment environment;
    private final Digests digests;
    private final PartReader reader;
    private final ModelFinder finder;

    /**
     * A store.
     *
     * @param cacheDir where unpacked models, converted archives and native libraries are kept; made when needed
     */
    public ModelStore(Path cacheDir) {
        this(cacheDir, HubEnvironment.system(cacheDir));
    }

    /** A store with a hub and its cache elsewhere. */
    public ModelStore(Path cacheDir, HubEnvironment environment) {
        this(cacheDir, environment, false);
    }

    private ModelStore(Path cacheDir, HubEnvironment environment, boolean vanilla) {
        this.cacheDir = cacheDir;
        this.vanilla = vanilla;
        this.archives = new ArchiveCache(cacheDir.resolve("archives"));
        this.environment = environment;
        this.digests = new Digests(cacheDir.resolve("digests"));
        this.reader = new PartReader(digests);
        this.finder = new ModelFinder(
                reader,
                digests,
                new NamedModels(ModelCatalog.namesFolder(cacheDir)),
                new HubCache(environment.cache()),
                new EmbeddedModels(cacheDir.resolve("models")));
    }

    /**
     * A store whose encoders do without what VirNuc does for speed: plain linear layers, one batch at a time. The baseline of
     * benchmarks.
     */
    public static ModelStore vanilla(Path cacheDir) {
        return new ModelStore(cacheDir, HubEnvironment.system(cacheDir), true);
    }

    /**
     * The pack of this name.
     *
     * @throws ModelException naming the packs there are
     */
    public ModelPack pack(String name) {
        try {
            return finder.pack(name)
                    .orElseThrow(() -> new ModelException("model " + name + " is unknown; known are "
                            + String.join(", ", finder.packs()) + ", or give the three parts as files"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * A pack of a user's own models: each part a path, or a name of {@code virnuc models list}; a path that is there comes
     * before a name.
     *
     * @param dna a Hugging Face folder, or the weights inside one
     * @param protein the same, or the single file of fair-esm
     * @param head the file of the head
     * @throws ModelException where a part cannot be used, or the parts do not fit
     */
    public ModelPack parts(Path dna, Path protein, Path head) {
        try {
            ModelPart dnaPart = finder.part(ModelPart.DNA, dna).part();
            ModelPart proteinPart = finder.part(ModelPart.PROTEIN, protein).part();
            ModelFinder.Found found = finder.part(ModelPart.HEAD, head);
            String id =
                    dnaPart.id() + "+" + proteinPart.id() + "+" + found.part().id();
            return new ModelPack(id, dnaPart, proteinPart, found.part(), found.lengths());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a model file: " + e.getMessage(), e);
        }
    }

    /**
     * The head for the DNA vector of a whole chunk: {@code dna-head.safetensors} beside the head of a pack, where there is one.
     *
     * @throws ModelException where it does not fit the pack's DNA encoder
     */
    public Optional<ModelPart> dnaHead(ModelPack pack) {
        Path file = pack.head().path().toAbsolutePath().resolveSibling(EmbeddedModels.DNA_HEAD);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            ModelPart head = reader.read(ModelPart.HEAD, pack.id() + "/dna-head", file, Optional.empty());
            if (head.dimension() != pack.dna().dimension()) {
                throw new ModelException("the head " + file + " takes " + head.dimension() + " features, but "
                        + pack.dna().id() + " gives " + pack.dna().dimension()
                        + "; put the DNA-only head of this model there");
            }
            return Optional.of(head);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The names of models, and what is done with them. */
    public ModelCatalog catalog() {
        return new ModelCatalog(cacheDir, environment, digests, reader, finder);
    }

    /**
     * The precision that these options come to on this machine; never {@code AUTO}. What {@code AUTO} comes to is measured
     * the first time on a machine, in less than two seconds.
     */
    public Precision precision(EncoderOptions options) {
        return EncoderRuntime.of(options, vanilla, cacheDir).precision();
    }

    /**
     * What rounds the vectors of encoders with these options on this machine: the precision; in int8 also that of all that is no
     * product, which is what the CPU was measured to be fast at, as in {@code bf16-int8}.
     */
    public String rounding(EncoderOptions options) {
        EncoderRuntime runtime = EncoderRuntime.of(options, vanilla, cacheDir);
        Precision precision = runtime.precision();
        return precision == Precision.INT8 ? runtime.target().name() : precision.word();
    }

    /** Threads that share each operator of a part with these options; more than one may touch the last digits of its vectors. */
    public int operatorThreads(ModelPart part, EncoderOptions options) {
        return EncoderRuntime.of(options, vanilla, cacheDir).operatorThreads(part.dimension());
    }

    /** How encoders are computed with these options on this machine and why, in words, by snake_case name. */
    public Map<String, String> choices(EncoderOptions options) {
        EncoderRuntime runtime = EncoderRuntime.of(options, vanilla, cacheDir);
        return Map.of(
                "precision_reason",
                runtime.precision().word() + ": " + runtime.precisionReason(),
                "compute_lanes",
                runtime.lanesReason());
    }

    /** Where unpacked models, converted archives and native libraries are kept. */
    public Path cacheFolder() {
        return cacheDir;
    }

    /** The devices that these options come to on this machine, as {@code cpu} or {@code cuda:0}. Starts no engine. */
    public List<String> devices(EncoderOptions options) {
        return List.of(
                EncoderRuntime.of(options, vanilla, cacheDir).deviceNames().split(","));
    }

    /** Begins to load the native engine, for a run that will open an encoder. */
    public EngineWarmUp warmUp(EncoderOptions options) {
        return EncoderRuntime.of(options, vanilla, cacheDir).warmUp();
    }

    /**
     * Names everything besides the sequence that decides the vectors of an encoder with these options: weights and tokenizer,
     * graph, precision. Under the same name a sequence has the same vector, but for rounding by batch and device.
     */
    public String vectors(ModelPart part, EncoderOptions options) {
        EncoderRuntime runtime = EncoderRuntime.of(options, vanilla, cacheDir);
        int graph = part.role().equals(ModelPart.DNA) ? DnabertSGraph.VERSION : Esm2Graph.VERSION;
        return part.role() + " " + part.sha256() + " " + runtime.target().name() + " "
                + runtime.precision().word() + " v" + graph;
    }

    /**
     * Opens a DNA encoder; converts its weights when this machine sees them for the first time.
     *
     * @throws ModelException where the files are not a sound DNABERT-S model
     * @throws org.virnuc.models.DeviceException where a device that was asked for is not there
     */
    @Override
    public SequenceEncoder openDna(ModelPart part, EncoderOptions options) {
        return open(part, DnabertSEncoder::files, options, DnabertSEncoder::open);
    }

    /**
     * Opens a protein encoder; converts its weights when this machine sees them for the first time.
     *
     * @throws ModelException where the files are not a sound ESM-2 model
     * @throws org.virnuc.models.DeviceException where a device that was asked for is not there
     */
    @Override
    public SequenceEncoder openProtein(ModelPart part, EncoderOptions options) {
        return open(part, Esm2Encoder::files, options, Esm2Encoder::open);
    }

    /**
     * Opens a head; it runs on the CPU in fp32, whatever the options say.
     *
     * @throws ModelException where the file is not a sound head
     */
    @Override
    public FrameClassifier openHead(ModelPart part, EncoderOptions options) {
        return open(part, HeadClassifier::files, options, HeadClassifier::open);
    }

    private <T> T open(ModelPart part, Finder finder, EncoderOptions options, Opener<T> opener) {
        NativeEngine.configure(cacheDir);
        try {
            ModelSource source = new ModelSource(part.id(), part.sha256(), finder.find(part.path()));
            return opener.open(source, EncoderRuntime.of(options, vanilla, cacheDir), archives);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model " + part.path() + ": " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Finder {
        ModelFiles find(Path path) throws IOException;
    }

    @FunctionalInterface
    private interface Opener<T> {
        T open(ModelSource source, EncoderRuntime runtime, ArchiveCache archives) throws IOException;
    }
}
