package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A folder that looks like a distribution of Spark, whose {@code spark-submit} is a shell script. */
record FakeSpark(Path home) {
    /** Makes the folder; the jar of Spark's core is of the given Scala and version. */
    static FakeSpark in(Path home, String scalaAndVersion) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("jars").resolve("spark-core_" + scalaAndVersion + ".jar"));
        FakeSpark spark = new FakeSpark(home);
        spark.submits("exit 0");
        return spark;
    }

    /** Gives {@code spark-submit} another script. */
    void submits(String script) throws IOException {
        Files.writeString(program(), "#!/bin/sh\n" + script + "\n");
        assertThat(program().toFile().setExecutable(true)).isTrue();
    }

    Path program() {
        return home.resolve("bin").resolve("spark-submit");
    }

    /** A jar that says it is the job of this version. */
    static Path job(Path jar, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Files.createDirectories(jar.resolveSibling(""));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry("org/virnuc/spark/PredictJob.class"));
        }
        return jar;
    }
}
