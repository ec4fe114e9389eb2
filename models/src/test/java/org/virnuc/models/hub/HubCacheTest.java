package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubCacheTest {
    private static final HubId ID = HubId.of("org/model").orElseThrow();
    private static final String COMMIT = "ab".repeat(20);

    private final Path refs;
    private final HubCache cache;

    HubCacheTest(@TempDir Path root) {
        this.refs = root.resolve(ID.folder()).resolve("refs");
        this.cache = new HubCache(root);
    }

    /** Every tool of the hub reads this cache, other users' too. */
    @Test
    void theNameOfACommitMayBeReadByWhoeverMayReadANewFile() throws IOException {
        cache.writeRef(ID, "main", COMMIT);
        assertThat(refs.resolve("main")).hasContent(COMMIT);
        assertThat(refs).isDirectoryNotContaining("glob:**.tmp");
        assumeTrue(Files.getFileStore(refs).supportsFileAttributeView("posix"));
        assertThat(Files.getPosixFilePermissions(refs.resolve("main")))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(refs.resolve("new"))));
    }

    @Test
    void aNameThatCannotBeWrittenLeavesNothing() throws IOException {
        Files.createDirectories(refs.resolve("main").resolve("in the way"));
        assertThatThrownBy(() -> cache.writeRef(ID, "main", COMMIT)).isInstanceOf(IOException.class);
        assertThat(refs).isDirectoryNotContaining("glob:**.tmp");
    }
}
