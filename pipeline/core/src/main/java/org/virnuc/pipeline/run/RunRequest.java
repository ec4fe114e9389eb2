package org.virnuc.pipeline.run;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.models.EncoderOptions;
import org.virnuc.sequences.InputFile;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.TelemetryTier;

/**
 * What a run is asked to do: immutable, and built by name.
 *
 * <pre>{@code
 * RunRequest request = RunRequest.of(Path.of("contigs.fasta"))
 *         .into(Path.of("results"))
 *         .model("virnuc-mini")
 *         .build();
 * }</pre>
 *
 * <p>A request can be serialized and carried to another machine. What it says about the results, files and devices goes along; its
 * listeners, prices and alerts stay behind, for they belong to whoever watches and pays.
 */
public final class RunRequest implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What the name of a run directory ends with, where none was given. */
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

    /** A request for one input: a file, a directory of files, or {@code -} for standard input. */
    public static Builder of(Path input) {
        return of(List.of(input));
    }

    /** A request for several inputs, scored in the order given. */
    public static Builder of(List<Path> inputs) {
        return new Builder().inputs(inputs);
    }

    /** A builder that begins with what this request says. */
    public Builder toBuilder() {
        return new Builder(fields);
    }

    /** Files, and directories of files, in the order given; {@code -} is standard input. */
    public List<Path> inputs() {
        return fields.inputs;
    }

    /** The run directory as given; empty for {@linkplain #outputDirectory() the default}. */
    public Optional<Path> output() {
        return fields.output;
    }

    /** Bases of a chunk; empty for what the model was trained for. */
    public Optional<Integer> length() {
        return fields.length;
    }

    /** Whether a chunk length that the model was not trained for is accepted. */
    public boolean allowLengthMismatch() {
        return fields.allowLengthMismatch;
    }

    /** Which model scores the chunks. */
    public ModelChoice model() {
        return fields.model;
    }

    /** Device, precision and batches of the encoders. */
    public EncoderOptions encoders() {
        return fields.encoders;
    }

    /** How much of the run is written down. */
    public TelemetryTier telemetry() {
        return fields.telemetry;
    }

    /** A run directory or {@code telemetry.json} to compare the speed with. */
    public Optional<Path> baseline() {
        return fields.baseline;
    }

    /** Whether the work of earlier runs in the directory is thrown away first. */
    public boolean force() {
        return fields.force;
    }

    /** Whether the log says for every stage why it runs or is skipped. */
    public boolean explain() {
        return fields.explain;
    }

    /** Whether the work folder is removed after success. */
    public boolean clean() {
        return fields.clean;
    }

    /** Which files of calls, sequences and regions are written, and how records are called. */
    public AnswerOptions answers() {
        return fields.answers;
    }

    /** What is said about reads. */
    public ReadOptions reads() {
        return fields.reads;
    }

    /** Where encoders look for vectors that earlier runs have computed. */
    public Optional<EmbeddingCacheChoice> embeddingCache() {
        return fields.embeddingCache;
    }

    /** The name of the sample, where the run is one of a sheet: the first of a sheet opens models that the others find open. */
    public Optional<String> sample() {
        return fields.sample;
    }

    /** Prices and limit. */
    public RunCosts.Plan costs() {
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

    /** The run directory: the one given, or the first input's name with its extension exchanged, in the current folder. */
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

    /** Names what a request says; what is not named has the default that the command line has. */
    public static final class Builder {
        private List<Path> inputs = List.of();
        private Optional<Path> output = Optional.empty();
        private Optional<Integer> length = Optional.empty();
        private boolean allowLengthMismatch;
        private ModelChoice model = ModelChoice.DEFAULT;
        private EncoderOptions encoders = EncoderOptions.DEFAULT;
        private TelemetryTier telemetry = TelemetryTier.SUMMARY;
        private Optional<Path> baseline = Optional.empty();
        private boolean force;
        private boolean explain;
        private boolean clean;
        private AnswerOptions answers = AnswerOptions.DEFAULT;
        private ReadOptions reads = ReadOptions.NONE;
        private Optional<EmbeddingCacheChoice> embeddingCache = Optional.empty();
        private Optional<String> sample = Optional.empty();
        private RunCosts.Plan costs = RunCosts.Plan.DEFAULT;
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
            telemetry = other.telemetry;
            baseline = other.baseline;
            force = other.force;
            explain = other.explain;
            clean = other.clean;
            answers = other.answers;
            reads = other.reads;
            embeddingCache = other.embeddingCache;
            sample = other.sample;
            costs = other.costs;
            alerts = other.alerts;
            listeners = other.listeners;
        }

        /** See {@link RunRequest#inputs()}. */
        public Builder inputs(List<Path> files) {
            inputs = List.copyOf(files);
            return this;
        }

        /** The run directory; an earlier run there on the same input is gone on with. */
        public Builder into(Path directory) {
            output = Optional.of(directory);
            return this;
        }

        /** The run directory; empty for the default. */
        public Builder output(Optional<Path> directory) {
            output = directory;
            return this;
        }

        /** See {@link RunRequest#length()}. */
        public Builder length(int bases) {
            return length(Optional.of(bases));
        }

        /** See {@link RunRequest#length()}. */
        public Builder length(Optional<Integer> bases) {
            length = bases;
            return this;
        }

        /** See {@link RunRequest#allowLengthMismatch()}. */
        public Builder allowLengthMismatch(boolean allowed) {
            allowLengthMismatch = allowed;
            return this;
        }

        /** The model of that name. */
        public Builder model(String name) {
            return model(ModelChoice.named(name));
        }

        /** See {@link RunRequest#model()}. */
        public Builder model(ModelChoice choice) {
            model = choice;
            return this;
        }

        /** See {@link RunRequest#encoders()}. */
        public Builder encoders(EncoderOptions options) {
            encoders = options;
            return this;
        }

        /** See {@link RunRequest#telemetry()}. */
        public Builder telemetry(TelemetryTier tier) {
            telemetry = tier;
            return this;
        }

        /** See {@link RunRequest#baseline()}. */
        public Builder baseline(Optional<Path> run) {
            baseline = run;
            return this;
        }

        /** See {@link RunRequest#force()}. */
        public Builder force(boolean afresh) {
            force = afresh;
            return this;
        }

        /** See {@link RunRequest#explain()}. */
        public Builder explain(boolean why) {
            explain = why;
            return this;
        }

        /** See {@link RunRequest#clean()}. */
        public Builder clean(boolean remove) {
            clean = remove;
            return this;
        }

        /** See {@link RunRequest#answers()}. */
        public Builder answers(AnswerOptions options) {
            answers = options;
            return this;
        }

        /** See {@link RunRequest#reads()}. */
        public Builder reads(ReadOptions options) {
            reads = options;
            return this;
        }

        /** See {@link RunRequest#embeddingCache()}. */
        public Builder embeddingCache(Optional<EmbeddingCacheChoice> cache) {
            embeddingCache = cache;
            return this;
        }

        /** See {@link RunRequest#sample()}. */
        public Builder sample(String name) {
            sample = Optional.of(name);
            return this;
        }

        /** See {@link RunRequest#costs()}. */
        public Builder costs(RunCosts.Plan plan) {
            costs = plan;
            return this;
        }

        /** See {@link RunRequest#alerts()}. */
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
         * The request.
         *
         * @throws UsageException where there is no input, standard input is named twice, or the length is none
         */
        public RunRequest build() {
            return new RunRequest(new Builder(this));
        }
    }
}
