package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.UsageException;

class SparkSubmitTest {
    private static final String CLASS = "org.virnuc.spark.PredictJob";
    private static final List<String> ARGUMENTS = List.of("in.fa", "-o", "out");

    private final Path folder;
    private final Path app;

    SparkSubmitTest(@TempDir Path folder) {
        this.folder = folder;
        this.app = folder.resolve("clone/pipeline/target/app");
    }

    @Test
    void theJobIsThatOfTheCloneAndSparkThatOfItsHomeOrElseOfThePath() throws IOException {
        FakeSpark home = FakeSpark.in(folder.resolve("home"), "2.13-4.2.0");
        FakeSpark other = FakeSpark.in(folder.resolve("other"), "2.13-4.0.1");
        Path job = FakeSpark.job(folder.resolve("clone/pipeline/spark/target/virnuc-spark.jar"), "1.2");
        Map<String, String> path = Map.of("PATH", folder + ":" + other.program().getParent());
        assertThat(submit(path).command(List.of("--master", "local[2]"), ARGUMENTS))
                .containsExactly(
                        other.program().toString(),
                        "--master",
                        "local[2]",
                        "--class",
                        CLASS,
                        job.toString(),
                        "in.fa",
                        "-o",
                        "out");
        Map<String, String> both =
                Map.of("PATH", path.get("PATH"), "SPARK_HOME", home.home().toString());
        assertThat(submit(both).command(List.of(), ARGUMENTS))
                .startsWith(home.program().toString(), "--class");
        Path installed = FakeSpark.job(app.resolve("virnuc-spark.jar"), "1.2");
        assertThat(submit(both).command(List.of(), ARGUMENTS)).contains(installed.toString());
    }

    @Test
    void aLinkToSparkSubmitLeadsToItsDistribution() throws IOException {
        FakeSpark.job(app.resolve("virnuc-spark.jar"), "1.2");
        FakeSpark old = FakeSpark.in(folder.resolve("old"), "2.12-3.5.1");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("spark-submit"), old.program());
        refused(
                folder.toRealPath().resolve("old")
                        + " is Spark 3.5.1 for Scala 2.12, and the job needs Spark 4 for Scala"
                        + " 2.13; set SPARK_HOME to such a one",
                Map.of("PATH", bin.toString()));
        // A package of Python keeps the jars elsewhere, and the job looks for itself.
        Path python = Files.createDirectories(folder.resolve("python/bin"));
        Path script = Files.copy(old.program(), python.resolve("spark-submit"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertThat(submit(Map.of("PATH", python.toString())).command(List.of(), ARGUMENTS))
                .startsWith(script.toString());
    }

    @Test
    void whatIsMissingOrUnusableIsOneLine() throws IOException {
        refused(
                "Apache Spark is missing: there is no spark-submit in the PATH; install Spark 4 and set SPARK_HOME to its"
                        + " folder",
                Map.of("PATH", folder.toString()));
        Path nowhere = folder.resolve("nowhere");
        refused(
                "SPARK_HOME is " + nowhere + ", and there is no program " + nowhere.resolve("bin/spark-submit")
                        + "; set it to a folder of Spark 4, or unset it to use the PATH",
                Map.of("SPARK_HOME", nowhere.toString()));
        Map<String, String> scala = home("scala", "2.12-4.2.0");
        refused(
                scala.get("SPARK_HOME")
                        + " is Spark 4.2.0 for Scala 2.12, and the job needs Spark 4 for Scala 2.13; set"
                        + " SPARK_HOME to such a one",
                scala);
        Map<String, String> usable = home("usable", "2.13-4.2.0");
        refused(
                "the job for Spark is missing: " + app.resolve("virnuc-spark.jar") + " or "
                        + folder.resolve("clone/pipeline/spark/target/virnuc-spark.jar")
                        + " is not there; build it with mvn -Pspark-job -DskipTests -pl pipeline/spark -am package, or set"
                        + " VIRNUC_SPARK_JAR to it",
                usable);
        Path old = FakeSpark.job(folder.resolve("old.jar"), "1.1");
        refused(
                old
                        + " is of virnuc 1.1, and this is 1.2; build it again, or set VIRNUC_SPARK_JAR to one of this version",
                Map.of("SPARK_HOME", usable.get("SPARK_HOME"), "VIRNUC_SPARK_JAR", old.toString()));
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThatThrownBy(() -> submit(
                                Map.of("SPARK_HOME", usable.get("SPARK_HOME"), "VIRNUC_SPARK_JAR", text.toString()))
                        .command(List.of(), ARGUMENTS))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(text + " cannot be read (");
    }

    @Test
    void theJobGetsAllOptionsButThoseOfTheHandOver() {
        assertThat(EngineOptions.without(List.of(
                        "in.fa", "--engine", "spark", "--spark-conf=spark.a=1", "--master=local", "--max-fdr", "0.1")))
                .containsExactly("in.fa", "--max-fdr", "0.1");
        assertThat(EngineOptions.without(List.of("--master", "yarn", "-o", "out", "--", "--engine", "--master=x")))
                .containsExactly("-o", "out", "--", "--engine", "--master=x");
    }

    private Map<String, String> home(String name, String version) throws IOException {
        return Map.of(
                "SPARK_HOME", FakeSpark.in(folder.resolve(name), version).home().toString());
    }

    private SparkSubmit submit(Map<String, String> environment) {
        return new SparkSubmit(environment, Optional.of(app), "1.2");
    }

    private void refused(String message, Map<String, String> environment) {
        SparkSubmit submit = submit(environment);
        assertThatThrownBy(() -> submit.command(List.of(), ARGUMENTS))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
