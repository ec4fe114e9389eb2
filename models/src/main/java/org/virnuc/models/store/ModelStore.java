package org.virnuc.models.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.virnuc.files.Reason;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.chunkhead.ChunkHeadFiles;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.engine.EngineWarmUp;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.hub.HubCache;
import org.virnuc.models.hub.HubEnvironment;

/**
 * Finds models by name or path and opens them. Finding reads only headers, configs and digests; the native engine
 * starts when the first part is opened.
 */
public final class ModelStore implements ModelOpener {
    private final Path cacheDir;
    private final boolean vanilla;
    private final ModelFamilies families;
    private final HubEnvironment environment;
    private final HashNotes hashes;
    private final PartReader reader;
    private final ModelFinder finder;
    private final PartOpener opener;
    private final Map<EncoderOptions, ExecutionProfile> profiles = new ConcurrentHashMap<>();

    /**
     * A store with the user's own Hugging Face hub and cache.
     *
     * @param cacheDir folder for unpacked models, converted archives and native libraries; created when needed
     */
    public ModelStore(Path cacheDir) {
        this(cacheDir, HubEnvironment.system(cacheDir));
    }

    /** A store with another hub and hub cache. */
    public ModelStore(Path cacheDir, HubEnvironment environment) {
        this(cacheDir, environment, ModelFamilies.BUILT_IN);
    }

    /** A store that knows only models of these families. */
    public ModelStore(Path cacheDir, HubEnvironment environment, ModelFamilies families) {
        this(cacheDir, environment, families, false);
    }

    private ModelStore(Path cacheDir, HubEnvironment environment, ModelFamilies families, boolean vanilla) {
        this.cacheDir = cacheDir;
        this.vanilla = vanilla;
        this.families = families;
        this.environment = environment;
        this.hashes = new HashNotes(cacheDir.resolve("digests"));
        this.reader = new PartReader(families, hashes);
        this.opener = new PartOpener(families, cacheDir);
        this.finder = new ModelFinder(
                new KnownModels(families),
                reader,
                hashes,
                new NamedModels(ModelCatalog.namesFolder(cacheDir)),
                new HubCache(environment.cache()),
                new EmbeddedModels(cacheDir.resolve("models")));
    }

    /**
     * A store whose encoders run without VirNuc's optimizations: plain linear layers, one batch at a time. Benchmarks
     * use it as a baseline.
     */
    public static ModelStore vanilla(Path cacheDir) {
        return new ModelStore(cacheDir, HubEnvironment.system(cacheDir), ModelFamilies.BUILT_IN, true);
    }

    /**
     * The pack with this name, or in a folder that {@code virnuc train} wrote.
     *
     * @throws ModelException listing the packs that exist
     */
    public ModelPack pack(String name) {
        try {
            return finder.pack(name)
                    .orElseThrow(
                            () -> new ModelException(
                                    "model " + name + " is unknown; known are "
                                            + String.join(", ", finder.packs())
                                            + "; fetch a published model with \"virnuc models pull\" and"
                                            + " name its parts as one with \"virnuc models import\", or give the three parts as files"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model " + name + ": " + Reason.of(e), e);
        }
    }

    /**
     * A pack of a user's own models. Each part is given as a path or as a name from {@code virnuc models list}; an
     * existing path takes precedence over a name.
     *
     * @param dna a Hugging Face folder, or the weights file inside one
     * @param protein a Hugging Face folder, the weights file inside one, or the single file of a fair-esm model
     * @param head the file of the head
     * @throws ModelException if a part cannot be used, or the parts do not fit together
     */
    public ModelPack parts(Path dna, Path protein, Path head) {
        try {
            ModelPart dnaPart = finder.part(ModelRole.DNA, dna).part();
            ModelPart proteinPart = finder.part(ModelRole.PROTEIN, protein).part();
            ModelFinder.Found found = finder.part(ModelRole.HEAD, head);
            String id =
                    dnaPart.id() + "+" + proteinPart.id() + "+" + found.part().id();
            return new ModelPack(id, dnaPart, proteinPart, found.part(), found.lengths());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a model file: " + Reason.of(e), e);
        }
    }

    /**
     * One part of a model, given as a path or as a name from {@code virnuc models list}.
     *
     * @throws ModelException if there is none, or it has another role
     */
    public ModelPart part(ModelRole role, Path asked) {
        try {
            return finder.part(role, asked).part();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a model file: " + e.getMessage(), e);
        }
    }

    /**
     * The head that classifies the DNA vector of a whole chunk: {@code dna-head.safetensors} next to the head of a
     * pack, if it exists.
     *
     * @throws ModelException if it does not fit the pack's DNA encoder
     */
    public Optional<ModelPart> dnaHead(ModelPack pack) {
        Path file = pack.head().path().toAbsolutePath().resolveSibling(EmbeddedModels.DNA_HEAD);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            ModelPart head = reader.read(ModelRole.HEAD, pack.id() + "/dna-head", file, Optional.empty());
            if (head.dimension() != pack.dna().dimension()) {
                throw new ModelException("the head " + file + " takes " + head.dimension() + " features, but "
                        + pack.dna().id() + " gives " + pack.dna().dimension()
                        + "; put the DNA-only head of this model there");
            }
            return Optional.of(head);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + Reason.of(e), e);
        }
    }

    /**
     * The chunk head of a model: the one that it names, or else {@code chunk-head.json} and {@code
     * chunk-head.safetensors} next to its head, if they exist.
     *
     * @throws ModelException if they are damaged, or belong to another model
     */
    public Optional<ChunkHead> chunkHead(ModelPack pack) {
        Path head = pack.head().path();
        try {
            return pack.chunkHead().isPresent()
                    ? Optional.of(ChunkHeadFiles.read(pack.chunkHead().get(), partsOf(pack)))
                    : ChunkHeadFiles.beside(head, partsOf(pack));
        } catch (IOException e) {
            String place = pack.chunkHead().map(Path::toString).orElse("beside " + head);
            throw new UncheckedIOException("cannot read the chunk head " + place + ": " + Reason.of(e), e);
        }
    }

    /** The parts of a model that a chunk head belongs to. */
    public ChunkHeadFiles.Model partsOf(ModelPack pack) {
        return new ChunkHeadFiles.Model(
                pack.dna().sha256(),
                pack.protein().sha256(),
                pack.head().sha256(),
                dnaHead(pack).map(ModelPart::sha256).orElse("none"));
    }

    /** Lists, names, downloads and verifies models. */
    public ModelCatalog catalog() {
        return new ModelCatalog(cacheDir, environment, hashes, reader, finder);
    }

    /**
     * Decides how encoders compute with these options on this machine; once per store. The CPU's speed is measured on
     * first use, in less than two seconds.
     *
     * @throws org.virnuc.models.DeviceException if a requested device is missing, or cannot compute in the precision
     */
    public ExecutionProfile profile(EncoderOptions options) {
        return profiles.computeIfAbsent(options, asked -> ExecutionProfile.resolve(asked, vanilla, cacheDir));
    }

    /** The folder for unpacked models, converted archives and native libraries. */
    public Path cacheFolder() {
        return cacheDir;
    }

    /** Starts loading the native engine in the background, for a run that will open an encoder. */
    public EngineWarmUp warmUp(ExecutionProfile profile) {
        return new EncoderRuntime(profile, cacheDir).warmUp();
    }

    /**
     * A key for the vectors of an encoder with a profile. It covers everything besides the sequence that determines
     * them: weights, tokenizer, graph and precision. Under equal keys a sequence has the same vector, except for
     * rounding that depends on batch and device.
     */
    public String vectors(ModelPart part, ExecutionProfile profile) {
        return part.role().word() + " " + part.sha256() + " " + profile.target().name() + " "
                + profile.precision().word() + " v"
                + families.get(part.family()).graphVersion();
    }

    /**
     * Opens a DNA or protein encoder; converts its weights if this machine has not converted them yet. The profile may
     * come from another machine of the same kind.
     *
     * @throws ModelException if the files are not a valid model of the part's family
     * @throws org.virnuc.models.DeviceException if this machine cannot compute as the profile says
     */
    @Override
    public SequenceEncoder openEncoder(ModelPart part, ExecutionProfile profile) {
        try {
            return opener.encoder(part, profile);
        } catch (IOException e) {
            throw unreadable(part, e);
        }
    }

    /** Opens an encoder as {@link #profile} resolves the options on this machine. */
    public SequenceEncoder openEncoder(ModelPart part, EncoderOptions options) {
        return openEncoder(part, profile(options));
    }

    /**
     * Opens a head; it runs on the CPU in fp32, whatever the profile says.
     *
     * @throws ModelException if the file is not a valid head
     */
    @Override
    public FrameClassifier openHead(ModelPart part, ExecutionProfile profile) {
        try {
            return opener.head(part, profile);
        } catch (IOException e) {
            throw unreadable(part, e);
        }
    }

    /** Opens a head as {@link #profile} resolves the options on this machine. */
    public FrameClassifier openHead(ModelPart part, EncoderOptions options) {
        return openHead(part, profile(options));
    }

    private static UncheckedIOException unreadable(ModelPart part, IOException cause) {
        return new UncheckedIOException("cannot read the model " + part.path() + ": " + Reason.of(cause), cause);
    }
}
