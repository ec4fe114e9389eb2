package org.virnuc.models.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.engine.Devices;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.engine.EngineWarmUp;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.hub.HubCache;
import org.virnuc.models.hub.HubEnvironment;

/**
 * Finds models and opens them. Finding reads headers, configs and digests only; the native engine starts when the first
 * part is opened.
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
     * A store.
     *
     * @param cacheDir where unpacked models, converted archives and native libraries are kept; made when needed
     */
    public ModelStore(Path cacheDir) {
        this(cacheDir, HubEnvironment.system(cacheDir));
    }

    /** A store with a hub and its cache elsewhere. */
    public ModelStore(Path cacheDir, HubEnvironment environment) {
        this(cacheDir, environment, ModelFamilies.BUILT_IN);
    }

    /** A store of models of these families. */
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
     * A store whose encoders do without what VirNuc does for speed: plain linear layers, one batch at a time. The baseline of
     * benchmarks.
     */
    public static ModelStore vanilla(Path cacheDir) {
        return new ModelStore(cacheDir, HubEnvironment.system(cacheDir), ModelFamilies.BUILT_IN, true);
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
            ModelPart dnaPart = finder.part(ModelRole.DNA, dna).part();
            ModelPart proteinPart = finder.part(ModelRole.PROTEIN, protein).part();
            ModelFinder.Found found = finder.part(ModelRole.HEAD, head);
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
            ModelPart head = reader.read(ModelRole.HEAD, pack.id() + "/dna-head", file, Optional.empty());
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
        return new ModelCatalog(cacheDir, environment, hashes, reader, finder);
    }

    /**
     * How encoders are computed with these options on this machine, resolved once for each store. The speed of the CPU is measured
     * the first time on a machine, in less than two seconds.
     *
     * @throws org.virnuc.models.DeviceException where a device that was asked for is not there, or cannot compute in the precision
     */
    public ExecutionProfile profile(EncoderOptions options) {
        return profiles.computeIfAbsent(options, asked -> ExecutionProfile.resolve(asked, vanilla, cacheDir));
    }

    /** The {@link ExecutionProfile#precision precision} that these options come to on this machine; never {@code AUTO}. */
    public Precision precision(EncoderOptions options) {
        return profile(options).precision();
    }

    /** The {@link ExecutionProfile#rounding rounding} of vectors with these options on this machine. */
    public String rounding(EncoderOptions options) {
        return profile(options).rounding();
    }

    /** {@link ExecutionProfile#operatorThreads Threads} that share each operator of a part with these options on this machine. */
    public int operatorThreads(ModelPart part, EncoderOptions options) {
        return profile(options).operatorThreads(part.dimension());
    }

    /** The {@link ExecutionProfile#choices choices} made for these options on this machine, in words. */
    public Map<String, String> choices(EncoderOptions options) {
        return profile(options).choices();
    }

    /** Where unpacked models, converted archives and native libraries are kept. */
    public Path cacheFolder() {
        return cacheDir;
    }

    /** The devices that these options come to on this machine, as {@code cpu} or {@code cuda:0}. Starts no engine. */
    public List<String> devices(EncoderOptions options) {
        return Devices.resolve(options.device());
    }

    /** Begins to load the native engine, for a run that will open an encoder. */
    public EngineWarmUp warmUp(EncoderOptions options) {
        return new EncoderRuntime(profile(options), cacheDir).warmUp();
    }

    /**
     * Names everything besides the sequence that decides the vectors of an encoder with these options: weights and tokenizer,
     * graph, precision. Under the same name a sequence has the same vector, but for rounding by batch and device.
     */
    public String vectors(ModelPart part, EncoderOptions options) {
        ExecutionProfile profile = profile(options);
        return part.role().word() + " " + part.sha256() + " " + profile.target().name() + " "
                + profile.precision().word() + " v"
                + families.get(part.family()).graphVersion();
    }

    /**
     * Opens a DNA or protein encoder; converts its weights when this machine sees them for the first time.
     *
     * @throws ModelException where the files are not a sound model of the part's family
     * @throws org.virnuc.models.DeviceException where a device that was asked for is not there
     */
    @Override
    public SequenceEncoder openEncoder(ModelPart part, EncoderOptions options) {
        return openEncoder(part, profile(options));
    }

    /**
     * Opens an encoder that computes as a profile says, which may come from another machine of this kind.
     *
     * @throws ModelException where the files are not a sound model of the part's family
     * @throws org.virnuc.models.DeviceException where this machine cannot compute as the profile says
     */
    public SequenceEncoder openEncoder(ModelPart part, ExecutionProfile profile) {
        try {
            return opener.encoder(part, profile);
        } catch (IOException e) {
            throw unreadable(part, e);
        }
    }

    /**
     * Opens a head; it runs on the CPU in fp32, whatever the options say.
     *
     * @throws ModelException where the file is not a sound head
     */
    @Override
    public FrameClassifier openHead(ModelPart part, EncoderOptions options) {
        try {
            return opener.head(part, profile(options));
        } catch (IOException e) {
            throw unreadable(part, e);
        }
    }

    private static UncheckedIOException unreadable(ModelPart part, IOException cause) {
        return new UncheckedIOException("cannot read the model " + part.path() + ": " + cause.getMessage(), cause);
    }
}
