package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.embeddings.CachedVectors;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EmbeddingKey;

class EmbeddingCacheCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void saysWhatThereIsAndRemovesIt() throws IOException, InterruptedException {
        EmbeddingCache cache = new EmbeddingCache(folder, 1 << 20);
        try (CachedVectors vectors = cache.open(new EmbeddingKey("dna x", 100), warning -> {})) {
            vectors.find(List.of("ACGT", "ACGTT")).complete(new float[200]);
        }
        assertThat(run()).isEqualTo(new CommandRun(0, List.of("1 file, 912 B of 1 encoder"), List.of()));
        assertThat(run("--older-than", "1").out())
                .containsExactly("removed 0 files, 0 B", "1 file, 912 B of 1 encoder");
        assertThat(run("--prune-to", "1K").out()).containsExactly("removed 0 files, 0 B", "1 file, 912 B of 1 encoder");
        assertThat(run("--prune-to", "0").out()).containsExactly("removed 1 file, 912 B", "0 files, 0 B of 0 encoders");
    }

    @Test
    void whatCannotBeDone() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        CommandRun run = CommandRun.of("embedding-cache", nowhere.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .containsExactly(
                        "virnuc: there is no embedding cache " + nowhere + "; give the folder of --embedding-cache");
        assertThat(run("--older-than", "-1").err())
                .containsExactly("virnuc: --older-than -1 is not a number of days; give 0 or more");
        assertThat(Files.exists(nowhere)).isFalse();
    }

    @Test
    void aFolderThatCannotBeTheCacheOfARun() throws IOException {
        String input = Files.writeString(folder.resolve("in.fa"), ">a\nACGT\n").toString();
        String out = folder.resolve("out").toString();
        CommandRun unset = CommandRun.of("predict", input, "-o", out, "--embedding-cache", "");
        assertThat(unset.code()).isEqualTo(2);
        assertThat(unset.err())
                .containsExactly(
                        "virnuc: Invalid value for option '--embedding-cache': the path is empty; if it comes from a"
                                + " variable, set that",
                        "try: virnuc predict --help");
        CommandRun same = CommandRun.of("predict", input, "-o", out, "--embedding-cache", out + "/../out");
        assertThat(same.code()).as("%s", same.err()).isEqualTo(2);
        assertThat(same.err())
                .containsExactly("virnuc: the embedding cache " + out
                        + " is the run's own directory; name another folder, which runs may share");
    }

    @Test
    void sizes() {
        assertThat(Sizes.parse("--s", "17")).isEqualTo(17);
        assertThat(Sizes.parse("--s", "3k")).isEqualTo(3072);
        assertThat(Sizes.parse("--s", "20G")).isEqualTo(20L << 30);
        assertThat(Sizes.parse("--s", "1TiB")).isEqualTo(1L << 40);
        assertThat(Sizes.parse("--s", "8388607T")).isEqualTo(8388607L << 40).isPositive();
        for (String beyond : List.of("8388608T", "16777216T", "999999999T")) {
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> Sizes.parse("--s", beyond))
                    .withMessage("--s " + beyond + " is more than any disk holds; give less, such as 20G");
        }
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Sizes.parse("--s", "-1G"))
                .withMessage("--s -1G is not a size; give a number with K, M, G or T, such as 20G");
    }

    private CommandRun run(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "embedding-cache";
        arguments[1] = folder.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(arguments);
    }
}
