package org.virnuc.pipeline.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a segment of the embedding cache, or are damaged. Its two checksums are made to fit, which no fuzzer finds. */
@Tag("fuzz")
class SegmentFuzzTest {
    private static final EmbeddingKey ENCODER = new EmbeddingKey("encoder", 2);

    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.accept("a.seg", fitting(content), file -> {
            try {
                Segment segment = Segment.open(file, ENCODER);
                for (int row = 0; row < segment.rows(); row++) {
                    segment.row(row);
                }
                segment.find(new byte[Segment.KEY_BYTES]);
            } catch (DamagedSegmentException refused) {
                assertThat(refused).hasMessageStartingWith("it");
            }
        });
    }

    private static byte[] fitting(byte[] content) {
        if (content.length < Segment.HEADER_BYTES) {
            return content;
        }
        byte[] whole = content.clone();
        ByteBuffer file = ByteBuffer.wrap(whole);
        int rows = file.getInt(12);
        long index = (long) rows * Segment.ENTRY_BYTES;
        if (index >= 0 && index <= whole.length - Segment.HEADER_BYTES) {
            System.arraycopy(ENCODER.digest(), 0, whole, 16, 32);
            file.putInt(8, ENCODER.dimension());
            file.putInt(48, Segment.check(file.slice(Segment.HEADER_BYTES, (int) index)));
        }
        file.putInt(60, Segment.check(file.slice(0, 60)));
        return whole;
    }
}
