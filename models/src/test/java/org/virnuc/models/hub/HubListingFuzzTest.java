package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.virnuc.models.ModelException;

/** Any bytes are a listing of files whose names and sizes may be those of files, or are refused. */
@Tag("fuzz")
class HubListingFuzzTest {
    @FuzzTest
    void any(byte[] content) {
        URI address = URI.create("http://127.0.0.1/api/models/a/b/tree/c");
        try {
            for (HubFile file : HubListing.files(address, content).values()) {
                assertThat(file.path()).matches("[A-Za-z0-9_-][A-Za-z0-9._-]*").doesNotContain("..");
                assertThat(file.size()).isNotNegative();
            }
        } catch (ModelException refused) {
            assertThat(refused.getMessage()).startsWith(address + " gives no listing of the hub: ");
            assertThat(refused).message().doesNotContainPattern("\\p{Cntrl}");
        }
    }
}
