package org.virnuc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options about what computes the shards of a run: this machine, or Apache Spark. */
@Section.Of(Section.COMPUTE)
final class EngineOptions {
    /** What a dry run adds to its estimate. */
    static final String NOT_ESTIMATED =
            "\n\nThese are figures of this machine alone; executors of Spark share the work of both encoders.";

    private static final String ENGINE = "--engine";
    private static final String MASTER = "--master";
    private static final String CONF = "--spark-conf";
    private static final String SPARK = "spark";
    private static final String LOCAL = "local";

    /** What Spark takes as a master. Of anything else it says so with a stack trace, after seconds. */
    private static final Pattern MASTERS =
            Pattern.compile("local(\\[([0-9]+|\\*)(,\\s*[0-9]+)?\\])?|spark://[^/\\s:]+:[0-9]+.*|k8s://\\S+|yarn");

    private static final Pattern SETTING = Pattern.compile("spark\\.[^=\\s]+=.*", Pattern.DOTALL);

    @Choices.Of(Choices.ENGINES)
    @Option(
            names = ENGINE,
            paramLabel = "NAME",
            defaultValue = LOCAL,
            description =
                    "local, this machine alone; or spark, a job of Apache Spark 4 that spark-submit of SPARK_HOME or PATH"
                            + " starts (default: ${DEFAULT-VALUE}).")
    private String engine = LOCAL;

    @Option(
            names = MASTER,
            paramLabel = "URL",
            description = "With " + ENGINE + " spark: Spark's master, as spark://head:7077, local[2] or k8s://..."
                    + " (default: that of Spark's configuration).")
    private @Nullable String master;

    @Option(
            names = CONF,
            paramLabel = "NAME=VALUE",
            description = "With " + ENGINE
                    + " spark: a setting of Spark, as spark.executor.memory=4g; may be given several" + " times.")
    private List<String> conf = new ArrayList<>();

    /**
     * Whether Spark is to compute the run.
     *
     * @throws UsageException if the options contradict each other
     */
    boolean spark() {
        String name = engine.toLowerCase(Locale.ROOT);
        if (!name.equals(SPARK) && !name.equals(LOCAL)) {
            throw new UsageException(ENGINE + " " + engine + " is unknown; there are " + LOCAL + " and " + SPARK);
        }
        String other = master == null ? conf.isEmpty() ? "" : CONF : MASTER;
        if (name.equals(LOCAL) && !other.isEmpty()) {
            throw new UsageException(other + " is for " + ENGINE + " " + SPARK + "; add that, or leave it out");
        }
        return name.equals(SPARK);
    }

    /** Options of {@code spark-submit} that say where the job runs, and how. */
    List<String> submitOptions() {
        List<String> options = new ArrayList<>();
        String url = master;
        if (url != null) {
            if (!MASTERS.matcher(url).matches()) {
                throw new UsageException(MASTER + " " + url
                        + " is not a master of Spark; give spark://HOST:PORT, local[N], k8s://HOST:PORT or yarn");
            }
            options.addAll(List.of("--master", url));
        }
        for (String setting : conf) {
            if (!SETTING.matcher(setting).matches()) {
                throw new UsageException(
                        CONF + " " + setting + " is not a setting of Spark, such as spark.executor.memory=4g");
            }
            options.addAll(List.of("--conf", setting));
        }
        return options;
    }

    /**
     * Checks the options of a job that Spark has started already.
     *
     * @throws UsageException if the command line has options that come too late for the job
     */
    static void requireNone(CommandSpec spec) {
        for (String late : List.of(MASTER, CONF)) {
            if (spec.commandLine().getParseResult().hasMatchedOption(late)) {
                throw new UsageException(late + " is for virnuc predict " + ENGINE + " " + SPARK
                        + "; give spark-submit its own options, before the jar");
            }
        }
    }

    /** A command line without these options, which are for the program that hands the run over. */
    static List<String> without(List<String> arguments) {
        List<String> others = new ArrayList<>();
        boolean options = true;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            options &= !argument.equals("--");
            if (options && List.of(ENGINE, MASTER, CONF).contains(argument)) {
                i++; // and its value
            } else if (!options || !ownWithValue(argument)) {
                others.add(argument);
            }
        }
        return others;
    }

    private static boolean ownWithValue(String argument) {
        return argument.startsWith(ENGINE + "=")
                || argument.startsWith(MASTER + "=")
                || argument.startsWith(CONF + "=");
    }
}
