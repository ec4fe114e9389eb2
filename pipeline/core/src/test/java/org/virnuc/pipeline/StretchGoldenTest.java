package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.sequences.StretchFinder;
import org.virnuc.sequences.StretchFinder.Limits;
import org.virnuc.sequences.StretchFinder.Stretch;
import org.virnuc.telemetry.StageReport;

/** Stretches through real encoders and a real head: in batches, one by one, and as frames of records of their own. */
class StretchGoldenTest {
    private static final double TOLERANCE = 1e-5;
    private static final int RECORDS = 8;
    private static final ResultOptions WITH_STRETCHES = ResultOptions.DEFAULT
            .from(0)
            .with(new ConfidenceOptions(
                    Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, Fallback.STRETCHES, false));

    private final Path folder;
    private final Map<String, String> records = new LinkedHashMap<>();
    private final Map<String, Long> batches = new LinkedHashMap<>();

    StretchGoldenTest(@TempDir Path folder) {
        this.folder = folder;
        Random random = new Random(17);
        for (int i = 0; i < RECORDS; i++) {
            StringBuilder letters = new StringBuilder("TAATTAATTAA");
            while (letters.length() < 250 + 30 * i) {
                letters.append("ACGT".charAt(random.nextInt(4)));
            }
            records.put("closed" + i, letters.toString());
        }
    }

    @Test
    void batchesAndFramesGiveTheSameScores() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), fasta(records));
        Map<String, Double> batched = scores("batched", RealRun.golden(500), input);
        assertThat(batched).containsOnlyKeys(records.keySet());
        Map<String, Double> single = scores("single", RealRun.golden(500).batchTokens(1), input);
        assertThat(batches.getOrDefault("batched", 0L)).isBetween(1L, batches.getOrDefault("single", 0L) - 1);
        Map<String, Double> expected = asFrames();
        batched.forEach((id, score) -> {
            assertThat(single.get(id)).as(id).isCloseTo(score, within(TOLERANCE));
            assertThat(expected.get(id)).as(id).isCloseTo(score, within(TOLERANCE));
        });
        assertThat(batched.values().stream().distinct().count()).isEqualTo(RECORDS);
    }

    /** The mean of what the first frames of records have that are the stretches. */
    private Map<String, Double> asFrames() throws IOException, InterruptedException {
        StretchFinder finder = new StretchFinder(Limits.DEFAULT);
        Map<String, String> apart = new LinkedHashMap<>();
        records.forEach((id, letters) -> {
            byte[] bytes = letters.getBytes(StandardCharsets.ISO_8859_1);
            List<Stretch> stretches = finder.find(bytes, bytes.length);
            for (int i = 0; i < stretches.size(); i++) {
                apart.put(id + "." + i, stretches.get(i).nucleotides());
            }
        });
        Path out = folder.resolve("frames");
        RealRun.golden(500).run(Samples.write(folder.resolve("apart.fa"), fasta(apart)), out);
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(out.resolve("prediction_results.txt"), StandardCharsets.US_ASCII)) {
            if (line.contains("_chunk_1F1\t")) {
                String id = line.substring(0, line.indexOf('.'));
                sums.merge(id, Double.parseDouble(line.split("\t", -1)[3]), Double::sum);
                counts.merge(id, 1, Integer::sum);
            }
        }
        sums.replaceAll((id, sum) -> sum / counts.getOrDefault(id, 0));
        return sums;
    }

    private Map<String, Double> scores(String name, RealRun run, Path input) throws IOException, InterruptedException {
        Path out = folder.resolve(name);
        List<StageReport> stages =
                run.writing(WITH_STRETCHES).run(input, out).report().stages();
        assertThat(stages).hasSize(10);
        Map<String, Double> scores = new LinkedHashMap<>();
        for (String line : Files.readAllLines(out.resolve("chunk_scores.tsv"), StandardCharsets.US_ASCII)) {
            String[] cells = line.split("\t", -1);
            if (cells[4].equals("stretches")) {
                scores.put(cells[0], Double.parseDouble(cells[6]));
            }
        }
        batches.put(
                name,
                stages.stream()
                        .filter(stage -> stage.id().equals("stretches"))
                        .findFirst()
                        .orElseThrow()
                        .calls()
                        .count());
        return scores;
    }

    private static String fasta(Map<String, String> records) {
        StringBuilder fasta = new StringBuilder();
        records.forEach((id, letters) ->
                fasta.append('>').append(id).append('\n').append(letters).append('\n'));
        return fasta.toString();
    }
}
