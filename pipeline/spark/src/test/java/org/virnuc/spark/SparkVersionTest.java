package org.virnuc.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.UsageException;

class SparkVersionTest {
    @Test
    void findsTheSparkOfTheClassPath() {
        assertThat(SparkVersion.find(getClass().getClassLoader()).orElseThrow()).startsWith("4.");
        assertThat(SparkVersion.find(ClassLoader.getPlatformClassLoader())).isEmpty();
    }

    @Test
    void refusesNoneAndAnother() {
        assertThatCode(() -> SparkVersion.require(Optional.of("4.2.0"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> SparkVersion.require(Optional.empty()))
                .isInstanceOf(UsageException.class)
                .hasMessage("Apache Spark is missing; start the job with spark-submit of Spark 4");
        assertThatThrownBy(() -> SparkVersion.require(Optional.of("3.5.9")))
                .isInstanceOf(UsageException.class)
                .hasMessage("Apache Spark 3.5.9 is here, and the job needs Spark 4 for Scala 2.13; start it with"
                        + " spark-submit of that");
    }
}
