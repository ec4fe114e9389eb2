package org.virnuc.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A standalone cluster on the loopback interface: a master and workers with a core each, and jobs submitted to it. Every worker
 * has an address of its own, because Spark doubles no task on one host.
 */
final class SparkCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

    private final Path folder;
    private final ChildProcess master;
    private final String address;
    private final List<ChildProcess> workers = new ArrayList<>();
    private int jobs;

    SparkCluster(Path folder, int workers) throws IOException, InterruptedException {
        this.folder = folder;
        this.master = ChildProcess.start(
                folder.resolve("master.log"),
                environment(),
                deployed("master.Master", "--host", LOOPBACK, "--port", "0", "--webui-port", "0"));
        this.address = master.await(MASTER).group(1);
        for (int i = 0; i < workers; i++) {
            String host = "127.0.0." + (i + 2);
            String work = Files.createDirectories(folder.resolve("worker-" + i)).toString();
            this.workers.add(ChildProcess.start(
                    folder.resolve("worker-" + i + ".log"),
                    environment(host),
                    deployed(
                            "worker.Worker",
                            "--host",
                            host,
                            "--webui-port",
                            "0",
                            "--cores",
                            "1",
                            "--memory",
                            "1g",
                            "--work-dir",
                            work,
                            address)));
        }
        for (ChildProcess worker : this.workers) {
            worker.await(REGISTERED);
        }
    }

    private static List<String> deployed(String daemon, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program("spark-class"), "org.apache.spark.deploy." + daemon));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String program(String name) {
        return distribution().resolve("bin").resolve(name).toString();
    }

    /** The folder of Spark. */
    static Path distribution() {
        String given = System.getProperty("virnuc.spark", "");
        Path folder = Path.of(given);
        if (given.isEmpty() || !Files.isExecutable(folder.resolve("bin").resolve("spark-submit"))) {
            throw new IllegalStateException("these tests need a distribution of Spark: -Dvirnuc.spark=FOLDER; it is "
                    + (given.isEmpty() ? "not given" : given));
        }
        return folder;
    }

    static Map<String, String> environment() {
        return environment(LOOPBACK);
    }

    private static Map<String, String> environment(String host) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPARK_HOME", distribution().toString());
        environment.put("SPARK_LOCAL_IP", host);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SPARK_DAEMON_MEMORY", "256m");
        return environment;
    }

    /** The master's URL. */
    String address() {
        return address;
    }

    /** Submits the job to this cluster. */
    ChildProcess submit(List<String> spark, List<String> arguments) throws IOException {
        return submit(Map.of(), spark, arguments);
    }

    /** Submits the job to this cluster by a driver with some variables. */
    ChildProcess submit(Map<String, String> variables, List<String> spark, List<String> arguments) throws IOException {
        List<String> options = new ArrayList<>(List.of("--conf", "spark.executor.memory=512m"));
        options.addAll(spark);
        return submit(folder.resolve("job-" + jobs++ + ".log"), variables, address, options, arguments);
    }

    /** Submits the job to any master. */
    static ChildProcess submit(Path log, String master, List<String> spark, List<String> arguments) throws IOException {
        return submit(log, Map.of(), master, spark, arguments);
    }

    private static ChildProcess submit(
            Path log, Map<String, String> variables, String master, List<String> spark, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program("spark-submit"), "--master", master));
        for (String setting : List.of("spark.ui.enabled=false", "spark.driver.host=" + LOOPBACK)) {
            command.addAll(List.of("--conf", setting));
        }
        command.addAll(spark);
        command.addAll(List.of("--class", PredictJob.class.getName(), job().toString()));
        command.addAll(arguments);
        Map<String, String> environment = new HashMap<>(environment());
        environment.putAll(variables);
        return ChildProcess.start(log, environment, command);
    }

    /** The jar of the job. */
    static Path job() {
        Path jar = Path.of(Objects.requireNonNull(System.getProperty("virnuc.job"), "system property virnuc.job"));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("the job is not there: " + jar + "; run mvn -Pspark-job package");
        }
        return jar.toAbsolutePath();
    }

    /** The executors of the newest job: neither those of an earlier one that are still ending, nor programs that they run. */
    List<ProcessHandle> executors() {
        TreeMap<String, List<ProcessHandle>> byJob = new TreeMap<>();
        workers.stream().flatMap(worker -> worker.handle().descendants()).forEach(process -> jobOf(process)
                .ifPresent(job ->
                        byJob.computeIfAbsent(job, none -> new ArrayList<>()).add(process)));
        return byJob.isEmpty() ? List.of() : byJob.lastEntry().getValue();
    }

    /** The application that a process is an executor of; empty if it is none, or has ended. */
    private static Optional<String> jobOf(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
            List<String> command = List.of(Files.readString(file).split("\0", -1));
            int id = command.indexOf("--app-id") + 1;
            return id > 0 && command.contains(EXECUTOR) ? Optional.of(command.get(id)) : Optional.empty();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        workers.forEach(ChildProcess::close);
        master.close();
    }
}
