package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.IValueUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.virnuc.models.DeviceException;

/** GPUs compute on the default stream only: with streams of its own DJL would let results be read before they are there. */
class DefaultStreamTest {

    @Test
    void aGpuWithStreamsThatNothingWaitsForIsRefused() {
        String before = System.setProperty(ArchiveSession.STREAMS, "true");
        try {
            assertThatThrownBy(() -> ArchiveSession.open(Path.of("encoder.pt"), "cuda:0"))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage(
                            "cuda:0 would compute on streams that nothing waits for, and results could be wrong; leave"
                                    + " out the system property ai.djl.pytorch.enable_cuda_stream");
        } finally {
            if (before == null) {
                System.clearProperty(ArchiveSession.STREAMS);
            } else {
                System.setProperty(ArchiveSession.STREAMS, before);
            }
        }
    }

    /** Otherwise the check would look at a property that nobody reads. */
    @Test
    void thatIsTheNameThatDjlReads() throws IOException {
        try (InputStream in = IValueUtils.class.getResourceAsStream("IValueUtils.class")) {
            byte[] code = Objects.requireNonNull(in, "IValueUtils.class").readAllBytes();
            assertThat(new String(code, StandardCharsets.ISO_8859_1))
                    .contains(ArchiveSession.STREAMS)
                    .contains("getBoolean");
        }
    }
}
