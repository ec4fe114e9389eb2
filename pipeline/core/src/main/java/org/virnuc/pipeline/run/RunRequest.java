package org.virnuc.pipeline.run;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.calling.ResultOptions;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.files.PublicApi;
import org.virnuc.models.EncoderOptions;
import org.virnuc.sequences.InputFile;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.TelemetryTier;

/**
 * A request for one run: inputs, model, options and output directory. It is immutable and created by a builder.
 *
 * <pre>{@code
 * RunRequest request = RunRequest.of(Path.of("contigs.fasta"))
 *         .into(Path.of("results"))
 *         .model("virnuc-mini")
 *         .build();
 * }</pre>
 *
 * <p>A request can be serialized and sent to another machine. Settings of results, files and devices are included,
 * and with a {@link RunProfile} also what a machine has decided; listeners, prices and alerts are not, because they belong to the sending program.
 */
@PublicApi
public final class RunRequest implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The suffix of the default run directory. */
    public static final String DIRECTORY_SUFFIX = ".virnuc";

    private final transient Builder fields;

    private RunRequest(Builder fields) {
        this.fields = fields;
        if (fields.inputs.isEmpty()) {
            throw new UsageException("no input given; name a FASTA file, or - for standard input");
        }
        if (fields.inputs.stream().filter(InputFile.STANDARD_INPUT::equals).count() > 1) {
            throw new UsageException("standard input (-) is named more than once; it can be read once only");
        }
        fields.length.filter(l -> l < 1).ifPresent(l -> {
            throw new UsageException("`length` " + l + " is not a length; give 500 or 300");
        });
    }

    /** Starts a request for one input: a file, a directory of files, or {@code -} for standard input. */
    public static Builder of(Path input) {
        return of(List.of(input));
    }

    /** Starts a request for several inputs, which are scored in the given order. */
    public static Builder of(List<Path> inputs) {
        return new Builder().inputs(inputs);
    }

    /** Returns a builder that starts with the values of this request. */
    public Builder toBuilder() {
        return new Builder(fields);
    }

    /** The inputs in the given order: files, directories of files, or {@code -} for standard input. */
    public List<Path> inputs() {
        return fields.inputs;
    }

    /** The requested run directory; empty for {@linkplain #outputDirectory() the default}. */
    public Optional<Path> output() {
        return fields.output;
    }

    /** The requested number of bases per chunk; empty for the length that the model was trained for. */
    public Optional<Integer> length() {
        return fields.length;
    }

    /** Whether a chunk length that the model was not trained for is accepted. */
    public boolean allowLengthMismatch() {
        return fields.allowLengthMismatch;
    }

    /** The model that scores the chunks. */
    public ModelChoice model() {
        return fields.model;
    }

    /** Device, precision and batches of the encoders. */
    public EncoderOptions encoders() {
        return fields.encoders;
    }

    /** What a machine has decided about the results; empty to let the machine of the run decide. */
    public Optional<RunProfile> profile() {
        return fields.profile;
    }

    /** The amount of telemetry that is written. */
    public TelemetryTier telemetry() {
        return fields.telemetry;
    }

    /** A run directory or {@code telemetry.json} whose speed this run is compared with. */
    public Optional<Path> baseline() {
        return fields.baseline;
    }

    /** Whether the work of earlier runs in the directory is discarded first. */
    public boolean force() {
        return fields.force;
    }

    /** Whether to log why each stage runs or is skipped. */
    public boolean explain() {
        return fields.explain;
    }

    /** Whether the work folder is removed after a successful run. */
    public boolean clean() {
        return fields.clean;
    }

    /** The result files to write, and how records are called. */
    public ResultOptions results() {
        return fields.results;
    }

    /** Options about reads. */
    public ReadOptions reads() {
        return fields.reads;
    }

    /** The cache where encoders look for vectors of earlier runs. */
    public Optional<EmbeddingCacheChoice> embeddingCache() {
        return fields.embeddingCache;
    }

    /**
     * The name of the sample if the run belongs to a sample sheet. The first sample opens the models, and the others
     * find them open.
     */
    public Optional<String> sample() {
        return fields.sample;
    }

    /** Prices and cost cap. */
    public RunCosts.Budget costs() {
        return fields.costs;
    }

    /** The thresholds of warnings. */
    public Alerts alerts() {
        return fields.alerts;
    }

    /** Consumers of the run's events. */
    public List<TelemetrySink> listeners() {
        return fields.listeners;
    }

    /**
     * The requested run directory, or one in the current folder named after the first input, with
     * {@value #DIRECTORY_SUFFIX} replacing its extension.
     */
    public Path outputDirectory() {
        return fields.output.orElseGet(() -> Path.of(stem(fields.inputs.get(0)) + DIRECTORY_SUFFIX));
    }

    private static String stem(Path input) {
        if (input.equals(InputFile.STANDARD_INPUT)) {
            return "stdin";
        }
        Path fileName =
                Files.isDirectory(input) ? input.toAbsolutePath().normalize().getFileName() : input.getFileName();
        String name = fileName == null ? "input" : fileName.toString();
        for (String compressed : List.of(".gz", ".bgz", ".bz2", ".xz", ".zst")) {
            if (name.endsWith(compressed) && name.length() > compressed.length()) {
                name = name.substring(0, name.length() - compressed.length());
            }
        }
        int dot = Files.isDirectory(input) ? -1 : name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    @SuppressWarnings("UnusedMethod") // called by Java's serialization
    private Object writeReplace() {
        return RunRequestForm.of(this);
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by Java's serialization
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a request is read from its form");
    }

    /** Builds a request. A field that is not set has the default of the command line. */
    public static final class Builder {
        private List<Path> inputs = List.of();
        private Optional<Path> output = Optional.empty();
        private Optional<Integer> length = Optional.empty();
        private boolean allowLengthMismatch;
        private ModelChoice model = ModelChoice.DEFAULT;
        private EncoderOptions encoders = EncoderOptions.DEFAULT;
        private Optional<RunProfile> profile = Optional.empty();
        private TelemetryTier telemetry = TelemetryTier.SUMMARY;
        private Optional<Path> baseline = Optional.empty();
        private boolean force;
        private boolean explain;
        private boolean clean;
        private ResultOptions results = ResultOptions.DEFAULT;
        private ReadOptions reads = ReadOptions.NONE;
        private Optional<EmbeddingCacheChoice> embeddingCache = Optional.empty();
        private Optional<String> sample = Optional.empty();
        private RunCosts.Budget costs = RunCosts.Budget.DEFAULT;
        private Alerts alerts = RunAlerts.of(List.of());
        private List<TelemetrySink> listeners = List.of();

        private Builder() {}

        private Builder(Builder other) {
            inputs = other.inputs;
            output = other.output;
            length = other.length;
            allowLengthMismatch = other.allowLengthMismatch;
            model = other.model;
            encoders = other.encoders;
            profile = other.profile;
            telemetry = other.telemetry;
            baseline = other.baseline;
            force = other.force;
            explain = other.explain;
            clean = other.clean;
            results = other.results;
            reads = other.reads;
            embeddingCache = other.embeddingCache;
            sample = other.sample;
            costs = other.costs;
            alerts = other.alerts;
            listeners = other.listeners;
        }

        /** Sets {@link RunRequest#inputs()}. */
        public Builder inputs(List<Path> files) {
            inputs = List.copyOf(files);
            return this;
        }

        /** Sets the run directory. An earlier run in it on the same inputs is resumed. */
        public Builder into(Path directory) {
            output = Optional.of(directory);
            return this;
        }

        /** Sets the run directory; empty for the default. */
        public Builder output(Optional<Path> directory) {
            output = directory;
            return this;
        }

        /** Sets {@link RunRequest#length()}. */
        public Builder length(int bases) {
            return length(Optional.of(bases));
        }

        /** Sets {@link RunRequest#length()}. */
        public Builder length(Optional<Integer> bases) {
            length = bases;
            return this;
        }

        /** Sets {@link RunRequest#allowLengthMismatch()}. */
        public Builder allowLengthMismatch(boolean allowed) {
            allowLengthMismatch = allowed;
            return this;
        }

        /** Sets the model by name. */
        public Builder model(String name) {
            return model(ModelChoice.named(name));
        }

        /** Sets {@link RunRequest#model()}, and removes the profile, which belongs to one model. */
        public Builder model(ModelChoice choice) {
            model = choice;
            profile = Optional.empty();
            return this;
        }

        /** Sets {@link RunRequest#encoders()}, and removes the profile, which was resolved from other options. */
        public Builder encoders(EncoderOptions options) {
            encoders = options;
            profile = Optional.empty();
            return this;
        }

        /** Sets {@link RunRequest#profile()}, once model and encoders are set. */
        public Builder profile(RunProfile resolved) {
            profile = Optional.of(resolved);
            return this;
        }

        /** Sets {@link RunRequest#telemetry()}. */
        public Builder telemetry(TelemetryTier tier) {
            telemetry = tier;
            return this;
        }

        /** Sets {@link RunRequest#baseline()}. */
        public Builder baseline(Optional<Path> run) {
            baseline = run;
            return this;
        }

        /** Sets {@link RunRequest#force()}. */
        public Builder force(boolean afresh) {
            force = afresh;
            return this;
        }

        /** Sets {@link RunRequest#explain()}. */
        public Builder explain(boolean why) {
            explain = why;
            return this;
        }

        /** Sets {@link RunRequest#clean()}. */
        public Builder clean(boolean remove) {
            clean = remove;
            return this;
        }

        /** Sets {@link RunRequest#results()}. */
        public Builder results(ResultOptions options) {
            results = options;
            return this;
        }

        /** Sets {@link RunRequest#reads()}. */
        public Builder reads(ReadOptions options) {
            reads = options;
            return this;
        }

        /** Sets {@link RunRequest#embeddingCache()}. */
        public Builder embeddingCache(Optional<EmbeddingCacheChoice> cache) {
            embeddingCache = cache;
            return this;
        }

        /** Sets {@link RunRequest#sample()}. */
        public Builder sample(String name) {
            sample = Optional.of(name);
            return this;
        }

        /** Sets {@link RunRequest#costs()}. */
        public Builder costs(RunCosts.Budget budget) {
            costs = budget;
            return this;
        }

        /** Sets {@link RunRequest#alerts()}. */
        public Builder alerts(Alerts thresholds) {
            alerts = thresholds;
            return this;
        }

        /** Adds a consumer of the run's events. */
        public Builder listener(TelemetrySink sink) {
            List<TelemetrySink> all = new ArrayList<>(listeners);
            all.add(sink);
            listeners = List.copyOf(all);
            return this;
        }

        /**
         * Builds the request.
         *
         * @throws UsageException if there is no input, standard input is given twice, or the length is not positive
         */
        public RunRequest build() {
            return new RunRequest(new Builder(this));
        }
    }
}
