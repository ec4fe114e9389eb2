package org.virnuc.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.virnuc.engine.UsageException;

/** The version of the Spark that is on the class path, found without loading any class of it. */
final class SparkVersion {
    private static final String RESOURCE = "spark-version-info.properties";
    private static final String NEEDED = "4.";

    private SparkVersion() {}

    /**
     * Checks the Spark of this process.
     *
     * @throws UsageException if there is none, or it is of another major version
     */
    static void require() {
        require(find(SparkVersion.class.getClassLoader()));
    }

    static void require(Optional<String> version) {
        if (version.isEmpty()) {
            throw new UsageException("Apache Spark is missing; start the job with spark-submit of Spark 4");
        }
        if (!version.get().startsWith(NEEDED)) {
            throw new UsageException("Apache Spark " + version.get()
                    + " is here, and the job needs Spark 4 for Scala 2.13; start it with spark-submit of that");
        }
    }

    static Optional<String> find(ClassLoader classes) {
        try (InputStream in = classes.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            return Optional.ofNullable(properties.getProperty("version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
