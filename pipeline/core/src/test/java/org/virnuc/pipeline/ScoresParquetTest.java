package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.sequences.ChunkPlan;

/** {@code scores.parquet}, read back: the same rows as the text file, with the places of their chunks. */
class ScoresParquetTest {
    private final Path out;
    private final FakeRun run;

    ScoresParquetTest(@TempDir Path folder) throws IOException {
        this.out = folder.resolve("out");
        String fasta =
                Samples.mixed(3) + ">same odd\nACGTNNRYCCGGCCGGCCGG\n>\u00e4\u00f6\n" + "CCGG".repeat(400) + "\n";
        Path input = Files.write(folder.resolve("in.fa"), fasta.getBytes(StandardCharsets.UTF_8));
        this.run = new FakeRun(out, input);
        run.model.writing("scores");
    }

    @Test
    void everyFrameIsARow() throws Exception {
        run.run();
        List<Map<String, Object>> rows = rows();
        List<String> lines = Files.readAllLines(out.resolve("prediction_results.txt"), StandardCharsets.UTF_8);
        List<String> lengths = Files.readAllLines(out.resolve("sequences.tsv"), StandardCharsets.UTF_8);
        assertThat(rows).hasSizeGreaterThan(20).hasSize(lines.size() - 1);
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = rows.get(i);
            String[] line = lines.get(i + 1).split("\t", -1);
            assertThat(row.get("record") + "_chunk_" + row.get("chunk") + row.get("frame"))
                    .isEqualTo(line[0]);
            assertThat(row.get("prediction")).isEqualTo(line[1]);
            assertThat(row.get("score1")).isEqualTo(Float.parseFloat(line[2]));
            assertThat(row.get("score2")).isEqualTo(Float.parseFloat(line[3]));
            long number = Long.parseLong(String.valueOf(row.get("record_number")));
            String[] record = lengths.get(Math.toIntExact(number)).split("\t", -1);
            assertThat(row.get("record")).isEqualTo(record[0]);
            ChunkPlan plan = new ChunkPlan(Long.parseLong(record[1]), run.model.length);
            long chunk = Long.parseLong(String.valueOf(row.get("chunk"))) - 1;
            assertThat(row.get("start")).isEqualTo(plan.start(chunk));
            assertThat(row.get("end")).isEqualTo(plan.end(chunk));
        }
        assertThat(rows).anySatisfy(row -> assertThat(row.get("record")).isEqualTo("\u00e4\u00f6"));
    }

    @Test
    void itIsWrittenOnlyWhereItIsWantedAndAlwaysTheSame() throws Exception {
        run.run();
        byte[] first = Files.readAllBytes(out.resolve("scores.parquet"));
        run.model.writing("viral");
        run.run();
        assertThat(out.resolve("scores.parquet")).doesNotExist();
        try (Stream<Path> files = Files.walk(out.resolve("work"))) {
            files.filter(file ->
                            file.endsWith("manifest.json") && file.toString().contains("consensus"))
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
        run.model.writing("scores");
        run.run();
        assertThat(out.resolve("scores.parquet")).hasBinaryContent(first);
    }

    private List<Map<String, Object>> rows() throws IOException {
        try (Stream<Map<String, Object>> rows =
                ParquetReader.streamContent(out.resolve("scores.parquet").toFile(), new Rows())) {
            return new ArrayList<>(rows.toList());
        }
    }

    private static final class Rows implements Hydrator<Map<String, Object>, Map<String, Object>, String[]> {
        @Override
        public Map<String, Object> start() {
            return new TreeMap<>();
        }

        @Override
        public Map<String, Object> add(Map<String, Object> row, String[] column, Object value) {
            row.put(column[0], value);
            return row;
        }

        @Override
        public Map<String, Object> finish(Map<String, Object> row) {
            return row;
        }
    }
}
