package org.virnuc.cli;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Reason;
import org.virnuc.models.DeviceException;

/** Hands a run over to {@code spark-submit}, which starts the job for Spark with the same options. */
final class SparkSubmit {
    /** The job's jar, if it is not beside the program. */
    static final String JOB_VARIABLE = "VIRNUC_SPARK_JAR";

    private static final String HOME_VARIABLE = "SPARK_HOME";
    private static final String JOB = "virnuc-spark.jar";
    private static final String MAIN_CLASS = "org.virnuc.spark.PredictJob";
    private static final Pattern CORE = Pattern.compile("spark-core_([0-9.]+)-(.+)\\.jar");
    private static final String SCALA = "2.13";
    private static final String SPARK = "4.";
    private static final String NEEDED = "the job needs Spark 4 for Scala 2.13";
    private static final long PATIENCE_SECONDS = 50;

    private final Map<String, String> environment;
    private final Optional<Path> app;
    private final String version;

    /**
     * Creates a hand-over.
     *
     * @param app folder of the program's own jar, if it has one
     * @param version of the program, which the job has to have as well
     */
    SparkSubmit(Map<String, String> environment, Optional<Path> app, String version) {
        this.environment = Map.copyOf(environment);
        this.app = app;
        this.version = version;
    }

    /** The hand-over of this program. */
    static SparkSubmit here() {
        return new SparkSubmit(System.getenv(), appFolder(), Version.text());
    }

    private static Optional<Path> appFolder() {
        CodeSource source = SparkSubmit.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? Optional.ofNullable(jar.getParent()) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException notOfAFile) {
            return Optional.empty();
        }
    }

    /**
     * The command that starts the job.
     *
     * @param options those of {@code spark-submit}
     * @param arguments those of the job
     * @throws UsageException if there is no Spark, no Spark that the job can use, or no job
     */
    List<String> command(List<String> options, List<String> arguments) throws IOException {
        Path program = program();
        requireUsable(program);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(options);
        command.addAll(List.of("--class", MAIN_CLASS, job().toString()));
        command.addAll(arguments);
        return command;
    }

    /**
     * Starts a command whose streams are those of this process, and waits for it.
     *
     * @return the exit code of the job
     * @throws DeviceException if Spark has ended without the job
     */
    static int run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            int code = process.waitFor();
            if (Stream.of(ExitCode.values()).noneMatch(known -> known.number() == code)) {
                throw new DeviceException("spark-submit has ended with code " + code
                        + " and not with one of the job's; what it has printed says why");
            }
            return code;
        } catch (InterruptedException asked) {
            process.destroy(); // the job says that it was interrupted, and keeps what is finished
            await(process);
            return ExitCode.INTERRUPTED.number();
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException again) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Path program() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
                ? "spark-submit.cmd"
                : "spark-submit";
        String home = environment.getOrDefault(HOME_VARIABLE, "");
        if (!home.isEmpty()) {
            Path program = Path.of(home, "bin", name);
            if (!Files.isExecutable(program)) {
                throw new UsageException(HOME_VARIABLE + " is " + home + ", and there is no program " + program
                        + "; set it to a folder of Spark 4, or unset it to use the PATH");
            }
            return program;
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isExecutable(program) && !Files.isDirectory(program)) {
                return program;
            }
        }
        throw new UsageException("Apache Spark is missing: there is no spark-submit in the PATH; install Spark 4 and"
                + " set " + HOME_VARIABLE + " to its folder");
    }

    /** What the folder of a distribution tells. An installation that is laid out otherwise is checked by the job itself. */
    private static void requireUsable(Path program) throws IOException {
        Path folder = program.toRealPath().getParent();
        Path jars = folder == null ? program : folder.resolveSibling("jars");
        if (!Files.isDirectory(jars)) {
            return;
        }
        try (Stream<Path> files = Files.list(jars)) {
            Optional<Matcher> core = files.map(file -> CORE.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .findFirst();
            if (core.isPresent()
                    && !(core.get().group(1).equals(SCALA)
                            && core.get().group(2).startsWith(SPARK))) {
                throw new UsageException(jars.getParent() + " is Spark "
                        + core.get().group(2) + " for Scala " + core.get().group(1) + ", and " + NEEDED + "; set "
                        + HOME_VARIABLE + " to such a one");
            }
        }
    }

    private Path job() {
        String given = environment.getOrDefault(JOB_VARIABLE, "");
        List<Path> places = new ArrayList<>();
        if (given.isEmpty()) {
            app.ifPresent(folder -> {
                places.add(folder.resolve(JOB));
                places.add(folder.resolve("../../spark/target").resolve(JOB).normalize()); // of a clone
            });
        } else {
            places.add(Path.of(given));
        }
        Path jar = places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new UsageException("the job for Spark is missing: "
                        + places.stream()
                                .map(Path::toString)
                                .reduce((a, b) -> a + " or " + b)
                                .orElse(JOB)
                        + " is not there; build it with mvn -Pspark-job -DskipTests -pl pipeline/spark -am package,"
                        + " or set " + JOB_VARIABLE + " to it"));
        requireSame(jar);
        return jar;
    }

    private void requireSame(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            String of = manifest == null
                    ? null
                    : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            if (opened.getEntry(MAIN_CLASS.replace('.', '/') + ".class") == null || of == null) {
                throw new UsageException(jar + " is not the job for Spark; set " + JOB_VARIABLE + " to " + JOB);
            }
            if (!of.equals(version) && !version.equals(Version.DEVELOPMENT)) {
                throw new UsageException(jar + " is of virnuc " + of + ", and this is " + version
                        + "; build it again, or set " + JOB_VARIABLE + " to one of this version");
            }
        } catch (IOException e) {
            throw new UsageException(jar + " cannot be read (" + Reason.of(e) + "); build it again", e);
        }
    }
}
