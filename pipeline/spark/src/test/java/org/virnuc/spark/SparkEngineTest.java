package org.virnuc.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.RunRequest;

class SparkEngineTest {
    @Test
    void refusesAddressesOfFileSystemsThatAreNotMounted() {
        SparkEngine engine = new SparkEngine();
        assertThatCode(() -> engine.require(
                        RunRequest.of(Path.of("a:b/in.fa")).into(Path.of("out")).build()))
                .doesNotThrowAnyException();
        String why =
                " is an address, and only paths of mounted file systems are read and written; mount it on the driver"
                        + " and all workers, or copy the file";
        RunRequest remoteInput = RunRequest.of(Path.of("hdfs://name/in.fa")).build();
        assertThatThrownBy(() -> engine.require(remoteInput))
                .isInstanceOf(UsageException.class)
                .hasMessage("hdfs:/name/in.fa" + why);
        RunRequest remoteOutput = RunRequest.of(Path.of("in.fa"))
                .into(Path.of("S3A://bucket/out"))
                .build();
        assertThatThrownBy(() -> engine.require(remoteOutput)).hasMessage("S3A:/bucket/out" + why);
    }
}
