package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Journal;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.pipeline.cascade.LeadRule;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.telemetry.RunReport;

/** Whole runs that share a cache, with a model that is free of any engine. */
class EmbeddingCacheRunTest {
    private final Path folder;
    private final Path input;

    EmbeddingCacheRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
    }

    @Test
    void theSecondRunComputesNoVectorAndOpensNoEncoder() throws IOException, InterruptedException {
        FakeRun first = run("first", input);
        RunReport report = first.run();
        long computed = first.model.encodedBy(StageId.ESM_2);
        assertThat(metrics(report, StageId.ESM_2))
                .containsEntry("cache_hits", 0L)
                .containsEntry("cache_misses", computed)
                .containsEntry("cache_hit_share", 0.0);

        FakeRun second = run("second", input);
        report = second.run();
        assertThat(second.model.encoded).isEmpty();
        assertThat(second.model.opened).containsOnlyKeys(StageId.PREDICTION);
        assertThat(metrics(report, StageId.ESM_2))
                .containsEntry("cache_hits", computed)
                .containsEntry("cache_misses", 0L)
                .containsEntry("cache_hit_share", 1.0)
                .containsEntry("cache_damaged", 0L);
        assertThat(FakeRun.stage(report, StageId.ESM_2).itemsOut())
                .isEqualTo(FakeRun.stage(report, StageId.ESM_2).itemsIn());
        assertThat(second.results()).isEqualTo(first.results());
        assertThat(FakeRun.digests(second.folder(StageId.DNABERT_S)))
                .containsAllEntriesOf(vectors(FakeRun.digests(first.folder(StageId.DNABERT_S))));
    }

    @Test
    void resultsAreThoseOfARunWithoutACache() throws IOException, InterruptedException {
        run("first", Samples.write(folder.resolve("part.fa"), Samples.manyFrames(30, 1)))
                .run();
        FakeRun cached = run("cached", Samples.write(folder.resolve("all.fa"), Samples.manyFrames(50, 1)));
        RunReport report = cached.run();
        assertThat(metrics(report, StageId.DNABERT_S))
                .containsEntry("cache_hits", 180L)
                .containsEntry("cache_misses", 120L);
        FakeRun plain = new FakeRun(folder.resolve("plain"), folder.resolve("all.fa"));
        report = plain.run();
        assertThat(metrics(report, StageId.DNABERT_S)).doesNotContainKey("cache_hits");
        assertThat(cached.results()).isEqualTo(plain.results());
    }

    @Test
    void otherWeightsAndOtherPrecisionAreComputed() throws IOException, InterruptedException {
        run("first", input).run();
        FakeRun precision = run("precision", input);
        precision.model.lowerPrecision();
        precision.run();
        assertThat(precision.model.encodedBy(StageId.DNABERT_S)).isPositive();
        FakeRun weights = run("weights", input);
        weights.model.otherProtein();
        weights.run();
        assertThat(weights.model.encodedBy(StageId.ESM_2)).isPositive();
        assertThat(weights.model.encodedBy(StageId.DNABERT_S)).isZero();
    }

    @Test
    void aDamagedVectorIsAWarningOfTheRun() throws IOException, InterruptedException {
        FakeRun first = run("first", input);
        first.run();
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".seg")).toList()) {
                byte[] content = Files.readAllBytes(file);
                content[content.length - 1] ^= 1;
                Files.write(file, content);
            }
        }
        FakeRun second = run("second", input);
        RunReport report = second.run();
        String warning = "a vector in the embedding cache is damaged; it is computed again and replaced";
        assertThat(second.warnings())
                .filteredOn(told -> told.contains("cache"))
                .containsExactly("dnabert-s: " + warning, "esm-2: " + warning);
        assertThat(metrics(report, StageId.ESM_2))
                .containsEntry("cache_damaged", 1L)
                .containsEntry("cache_misses", 1L);
        assertThat(second.results()).isEqualTo(first.results());
    }

    @Test
    void identicalFramesOfARunAreReported() throws IOException, InterruptedException {
        String records = Samples.manyFrames(20, 1);
        Path twice = Samples.write(folder.resolve("twice.fa"), records + records.replace(">read", ">again"));
        RunReport report = new FakeRun(folder.resolve("out"), twice).run();
        for (StageId encoder : List.of(StageId.DNABERT_S, StageId.ESM_2)) {
            assertThat(metrics(report, encoder))
                    .containsEntry("duplicates_saved", 120L)
                    .containsEntry("duplicate_share", 0.5);
        }
    }

    /** Windows around boundaries, chunks without a frame, and what a big model reads. */
    @ParameterizedTest
    @EnumSource(Extra.class)
    void stepsThatOnlySomeRunsHaveTakeVectorsFromItToo(Extra extra) throws IOException, InterruptedException {
        Path fasta = Samples.write(folder.resolve("extra.fa"), extra.records());
        FakeRun plain = extra.asked(new FakeRun(folder.resolve("plain"), fasta));
        RunReport report = plain.run();
        assertThat(metrics(report, extra.id)).doesNotContainKeys("dna_cache_hits", "dna_cache_misses");

        FakeRun first = extra.asked(run("first", fasta));
        report = first.run();
        assertThat(metrics(report, extra.id)).containsKeys("dna_cache_hits", "dna_cache_misses");
        assertThat(first.results()).isEqualTo(plain.results());

        FakeRun second = extra.asked(run("second", fasta));
        report = second.run();
        assertThat(second.model.encoded).isEmpty();
        assertThat(second.model.opened).containsOnlyKeys(StageId.PREDICTION);
        assertThat(number(report, extra.id, "dna_cache_hits"))
                .isEqualTo(number(first.last(), extra.id, "dna_cache_hits")
                        + number(first.last(), extra.id, "dna_cache_misses"))
                .isPositive();
        assertThat(number(report, extra.id, "dna_cache_misses")).isZero();
        assertThat(metrics(report, extra.id).containsKey("protein_cache_hits")).isEqualTo(extra != Extra.DNA_ONLY);
        assertThat(FakeRun.stage(report, extra.id).itemsIn())
                .isEqualTo(FakeRun.stage(report, extra.id).itemsOut())
                .isEqualTo(FakeRun.stage(plain.last(), extra.id).itemsIn());
        assertThat(FakeRun.digests(second.folder(extra.id))).containsAllEntriesOf(written(plain.folder(extra.id)));
        assertThat(second.results()).isEqualTo(plain.results());
    }

    private enum Extra {
        REFINEMENT(StageId.REFINEMENT),
        DNA_ONLY(StageId.DNA_ONLY),
        STRETCHES(StageId.STRETCHES),
        CASCADE(StageId.CASCADE_BIG);

        private final StageId id;

        Extra(StageId id) {
            this.id = id;
        }

        private FakeRun asked(FakeRun run) {
            switch (this) {
                case REFINEMENT -> run.model.refining();
                case DNA_ONLY -> run.model.withDnaOnly();
                case STRETCHES -> run.model.withStretches();
                case CASCADE -> run.model.cascading("0.95", LeadRule.CHUNKS);
            }
            return run;
        }

        private String records() {
            return switch (this) {
                case REFINEMENT -> Samples.mixed(1) + Samples.blocks(3, 12_130, 24_880, 5);
                case DNA_ONLY, STRETCHES -> Samples.mixed(1);
                case CASCADE -> Samples.manyFrames(700, 3);
            };
        }
    }

    /** The files of a step by their content; its manifest and journal have times in them. */
    private static Map<String, String> written(Path folder) throws IOException {
        Map<String, String> digests = FakeRun.digests(folder);
        digests.remove(Manifest.FILE_NAME);
        digests.remove(Journal.FILE_NAME);
        assertThat(digests).isNotEmpty();
        return digests;
    }

    private static long number(RunReport report, StageId id, String metric) {
        return Objects.requireNonNull(metrics(report, id).get(metric), metric).longValue();
    }

    private FakeRun run(String name, Path fasta) {
        FakeRun run = new FakeRun(folder.resolve(name), fasta);
        run.model.cache = new EmbeddingCache(folder.resolve("cache"), 1L << 30);
        return run;
    }

    private static Map<String, Number> metrics(RunReport report, StageId id) {
        return FakeRun.stage(report, id).metrics();
    }

    private static Map<String, String> vectors(Map<String, String> digests) {
        digests.keySet().removeIf(file -> !file.endsWith(".vec"));
        return digests;
    }
}
