package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
    private final Path folder;
    private final Path target;
    private final List<FileRecord> committed = new ArrayList<>();

    AtomicFileTest(@TempDir Path folder) {
        this.folder = folder;
        this.target = folder.resolve("file.txt");
    }

    @Test
    void nothingHasTheNameBeforeTheCommit() throws IOException {
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            file.write("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(target).doesNotExist();
            assertThat(committed).isEmpty();
            file.commit();
            assertThat(target).hasContent("hello");
        }
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void closedWithoutCommitLeavesNothing() throws IOException {
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            file.write(new byte[1 << 20]);
        }
        assertThat(names()).isEmpty();
        assertThat(committed).isEmpty();
    }

    @Test
    void closedWithoutCommitLeavesTheOldContent() throws IOException {
        AtomicFile.write(target, "old");
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            file.write("new".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(target).hasContent("old");
        AtomicFile.write(target, "new");
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void twoWritersOfOneFileDoNotMeet() throws IOException {
        try (AtomicFile one = AtomicFile.create(target, committed::add);
                AtomicFile other = AtomicFile.create(target, committed::add)) {
            one.write("one".getBytes(StandardCharsets.US_ASCII));
            other.write("other".getBytes(StandardCharsets.US_ASCII));
            one.commit();
            assertThat(target).hasContent("one");
            other.commit();
            assertThat(target).hasContent("other");
        }
        assertThat(committed).extracting(FileRecord::size).containsExactly(3L, 5L);
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void ofManyWritersAtOnceOneWinsWhole() throws Exception {
        List<Callable<Void>> writers = new ArrayList<>();
        Set<String> contents = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            String content = Integer.toHexString(i).repeat(100_000 + i);
            contents.add(content);
            writers.add(() -> {
                AtomicFile.write(target, content);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> written : threads.invokeAll(writers)) {
                written.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(contents).contains(Files.readString(target));
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void contentThatFailsLeavesTheOldContent() throws IOException {
        AtomicFile.write(target, "old");
        assertThatThrownBy(() -> AtomicFile.write(target, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[10]));
                    throw new IOException("torn");
                }))
                .hasMessage("torn");
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void contentMayBeWrittenOutOfOrder() throws IOException {
        AtomicFile.write(target, channel -> {
            channel.write(ByteBuffer.wrap("cd".getBytes(StandardCharsets.US_ASCII)), 2);
            channel.write(ByteBuffer.wrap("ab".getBytes(StandardCharsets.US_ASCII)), 0);
        });
        assertThat(target).hasContent("abcd");
    }

    @Test
    void permissionsAreThoseOfAnyNewFile() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Set<PosixFilePermission> usual = Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual")));
        AtomicFile.write(target, "text");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(usual);
        AtomicFile.writeShared(target, new byte[1]);
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(usual);
        AtomicFile.replaceQuickly(target, "text");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(usual);
        AtomicFile.writePrivate(target, new byte[1]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLinkInPlaceOfTheUnfinishedFileIsNotFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Path planted = Files.createSymbolicLink(folder.resolve(".file.txt.1-0123456789abcdef.tmp"), precious);
        assertThatThrownBy(() -> TemporaryFile.open(target, planted)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(precious).hasContent("precious");
        assertThat(planted).isSymbolicLink();
    }

    @Test
    void aLinkInPlaceOfTheTargetIsReplaced() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.createSymbolicLink(target, precious);
        AtomicFile.write(target, "text");
        assertThat(precious).hasContent("precious");
        assertThat(target).isRegularFile().hasContent("text");
        assertThat(Files.isSymbolicLink(target)).isFalse();
    }

    @Test
    void replacedQuicklyItIsWholeAllTheSame() throws IOException {
        AtomicFile.replaceQuickly(target, "old");
        AtomicFile.replaceQuickly(target, "n\u00e9w");
        assertThat(target).hasContent("n\u00e9w");
        assertThat(names()).containsExactly("file.txt");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60})
    void forcedOrNotTheRecordIsTheSame(long seconds) throws IOException {
        byte[] content = new byte[600_000];
        Arrays.fill(content, (byte) 'x');
        List<FileRecord> records = new ArrayList<>();
        SyncInterval sync = new SyncInterval(Duration.ofSeconds(seconds));
        try (AtomicFile file = AtomicFile.create(target, records::add, sync)) {
            file.write(content);
            assertThat(target).doesNotExist();
            file.commit();
        }
        assertThat(target).hasBinaryContent(content);
        assertThat(records).containsExactly(new FileRecord("file.txt", 600_000, Digests.ofFile(target)));
        assertThat(folder).isDirectoryNotContaining(name -> name.toString().endsWith(".tmp"));
    }

    @Test
    void filesThatAreCommittedTogetherAreThereTogether() throws IOException {
        List<String> committed = new ArrayList<>();
        Path other = folder.resolve("other.txt");
        try (AtomicFile first = AtomicFile.create(target, record -> committed.add(record.name()));
                AtomicFile second = AtomicFile.create(other, record -> committed.add(record.name()))) {
            first.write("one".getBytes(StandardCharsets.US_ASCII));
            second.write("two".getBytes(StandardCharsets.US_ASCII));
            AtomicFile.commitAll(List.of(first, second));
        }
        assertThat(target).hasContent("one");
        assertThat(other).hasContent("two");
        assertThat(committed).containsExactly("file.txt", "other.txt");
        AtomicFile.commitAll(List.of());
    }

    @Test
    void aSharedFolderIsMadeAndRidOfLeftovers() throws IOException {
        Path shared = folder.resolve("a").resolve("b").resolve("file");
        AtomicFile.writeShared(shared, new byte[1]);
        Path leftover = Files.createFile(shared.resolveSibling(".other.999999999-0123456789abcdef.tmp"));
        Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        AtomicFile.writeShared(shared, new byte[2]);
        assertThat(shared).hasBinaryContent(new byte[2]);
        assertThat(leftover).doesNotExist();
    }

    @Test
    void aNewFileReplacesNothing() throws IOException {
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            file.write('a');
            file.commitNew();
        }
        assertThat(target).hasContent("a");
        assertThat(committed).extracting(FileRecord::size).containsExactly(1L);
        assertThatThrownBy(() -> {
                    try (AtomicFile file = AtomicFile.create(target, committed::add)) {
                        file.write('b');
                        file.commitNew();
                    }
                })
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(target.toString());
        assertThat(target).hasContent("a");
        assertThat(committed).hasSize(1);
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void aFinishedFileIsAdoptedUnderItsName() throws IOException {
        Path finished = Files.writeString(folder.resolve("file.txt.incomplete"), "new");
        AtomicFile.write(target, "old");
        AtomicFile.adopt(finished, target);
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void streamsThatCloseWhatTheyWriteToLeaveItOpen() throws IOException {
        try (AtomicFile file = AtomicFile.create(target)) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(file.leftOpen())) {
                gzip.write("packed".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(target).doesNotExist();
            file.commit();
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(target))) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("packed");
        }
    }

    /** The user never asked for the temporary file, and its name differs every time. */
    @Test
    void errorsNameTheTarget() {
        Path nowhere = folder.resolve("nowhere").resolve("file");
        assertThatThrownBy(() -> AtomicFile.write(nowhere, "text"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(nowhere.toString());
        Path unwritable = Path.of("/proc/virnuc-test");
        assertThatThrownBy(() -> AtomicFile.write(unwritable, "text"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(unwritable.toString());
    }

    /** File systems allow names of 255 bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\u4e2d", "\ud83e\udda0"})
    void aNameMayBeAsLongAsAny(String character) throws IOException {
        int bytes = character.getBytes(StandardCharsets.UTF_8).length;
        Path longest = folder.resolve(character.repeat(255 / bytes));
        AtomicFile.write(longest, "text");
        assertThat(longest).hasContent("text");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 1_000_003})
    void vouchesForSizeAndHash(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            int single = Math.min(size, 3);
            for (int i = 0; i < single; i++) {
                file.write(content[i]);
            }
            int half = single + (size - single) / 2;
            file.write(content, single, half - single);
            file.write(content, half, size - half);
            file.commit();
        }
        assertThat(target).hasBinaryContent(content);
        assertThat(committed).containsExactly(new FileRecord("file.txt", size, Digests.ofFile(target)));
        assertThat(committed.get(0).damage(folder)).isEmpty();
    }

    @Test
    void singleBytesBeyondTheBuffer() throws IOException {
        byte[] content = new byte[600_000];
        new Random(1).nextBytes(content);
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            for (byte b : content) {
                file.write(b);
            }
            file.commit();
        }
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void copyReplacesTheTarget() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "from");
        Files.writeString(target, "before");
        AtomicFile.copy(source, target);
        assertThat(target).hasContent("from");
        assertThat(names()).containsExactly("file.txt", "source");
    }

    @Test
    void nameTakenByAFolderLeavesNoTemporaryFile() throws IOException {
        Files.createDirectories(target.resolve("content"));
        assertThatThrownBy(() -> AtomicFile.write(target, "text")).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("file.txt");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
