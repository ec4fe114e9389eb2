package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run calls each record once: whatever option decides, every place that shows or counts calls says the same. */
class CallCountsTest {
    private static final String DATA = "/org/virnuc/data/";
    private static final String MINI = DATA + "models/virnuc-mini/";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Neither VirNucPro's files nor the verdicts depend on what calls records. */
    private static final List<String> VERDICTS =
            List.of("prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv");

    private static final List<String> OPTIONS = List.of(
            "",
            "--min-length 0",
            "--min-length 1200",
            "--preset conservative",
            "--preset sensitive",
            "--max-fdr 0.05",
            "--max-fdr 0.3 --prevalence 0.2",
            "--fallback dna",
            "--fallback dna --refine --max-fdr 0.05",
            "--fallback dna --min-length 1200 --preset conservative",
            "--fallback stretches",
            "--fallback stretches --refine --max-fdr 0.05",
            "--fallback stretches,dna --min-length 1200 --preset sensitive",
            "--fallback stretches,dna --min-length 0",
            "--refine",
            "--calls broad",
            "--calls broad --fallback dna --min-length 1200",
            "--calls broad --fallback stretches --min-length 1200");

    private final Path folder;

    CallCountsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("in.fa"), input());
        Files.writeString(folder.resolve("sheet.csv"), "sample,path\none,in.fa\n");
    }

    @Test
    void everyPlaceTellsTheSameCalls() throws IOException {
        Map<String, byte[]> verdicts = new HashMap<>();
        List<Map<String, Long>> all = new ArrayList<>();
        for (String options : OPTIONS) {
            all.add(check(options));
            for (String name : VERDICTS) {
                byte[] content = Files.readAllBytes(run().resolve(name));
                assertThat(content)
                        .as("%s with %s", name, options)
                        .isEqualTo(Objects.requireNonNullElse(verdicts.putIfAbsent(name, content), content));
            }
        }
        assertThat(all.stream().distinct().count())
                .as("options that matter: %s", all)
                .isGreaterThan(5);
        assertThat(all).anyMatch(calls -> calls.getOrDefault("ambiguous", 0L) > 0);
        long records = Files.readString(folder.resolve("in.fa"))
                .chars()
                .filter(c -> c == '>')
                .count();
        assertThat(all)
                .allMatch(calls ->
                        calls.values().stream().mapToLong(Long::longValue).sum() == records);
    }

    @Test
    void theCascadeToo() throws IOException {
        for (String name : List.of(
                "dna-encoder/config.json",
                "dna-encoder/tokenizer.json",
                "dna-encoder/model.safetensors",
                "protein-encoder/config.json",
                "protein-encoder/model.safetensors",
                "head.safetensors")) {
            Path file = folder.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, resource(MINI + name));
        }
        String cascade = "--cascade --dna-model " + folder.resolve("dna-encoder") + " --protein-model "
                + folder.resolve("protein-encoder") + " --head " + folder.resolve("head.safetensors")
                + " --length 500";
        assertThat(check(cascade + " --min-length 1200")).isNotEqualTo(check(cascade + " --min-length 0"));
        check(cascade + " --calls broad");
    }

    /** Two runs with these options, of a sheet and of a file; the calls that the tables have. */
    private Map<String, Long> check(String options) throws IOException {
        CommandRun samples =
                predict(options, "--samples", folder.resolve("sheet.csv").toString(), "-o", text("out"));
        CommandRun single = predict(options, text("in.fa"), "-o", text("single"), "--output-format", "json");
        assertThat(samples.code()).as("%s: %s", options, samples.err()).isZero();
        assertThat(single.code()).isZero();
        Map<String, Long> calls = calls(run().resolve("confidence.tsv"));
        Map<String, Long> records = new LinkedHashMap<>();
        calls.forEach((call, count) -> records.put("records_" + call, count));
        String words = calls.entrySet().stream()
                .map(call -> call.getValue() + " " + call.getKey())
                .collect(Collectors.joining(", "));

        assertThat(listed(run().resolve("contig_calls.tsv"), calls)).as(options).isEqualTo(calls);
        assertThat(samples.out().get(0)).as(options).contains(" records: " + words + ";");
        assertThat(predict(options, text("in.fa"), "-o", text("single")).out())
                .as(options)
                .anyMatch(line -> line.contains(" records: " + words + ";"));
        assertThat(counts(JSON.readTree(String.join("\n", single.out())).path("result")))
                .isEqualTo(records);
        JsonNode telemetry = JSON.readTree(run().resolve("telemetry.json").toFile());
        assertThat(counts(telemetry.path("outcome"))).as(options).isEqualTo(records);
        assertThat(run().resolve("report.html")).content().contains(" bases: " + words + ".</p>");
        assertThat(folder.resolve("out/report.html")).content().contains(" records, " + called(calls) + ".</p>");
        checkFallbacks(options, telemetry.path("outcome"));
        JsonNode bar = JSON.readTree(run().resolve("virnuc_mqc.json").toFile());
        calls.forEach((call, count) -> assertThat(
                        bar.path("data").path("one").path(call).asLong())
                .as(options + call)
                .isEqualTo(count));
        JsonNode statistics =
                JSON.readTree(run().resolve("virnuc_stats_mqc.json").toFile());
        assertThat(statistics.path("data").path("one").path("records_virus").asLong())
                .isEqualTo(calls.get("virus"));
        assertThat(headers("viral.fasta")).as(options).isEqualTo(calls.get("virus"));
        assertThat(headers("host.fasta")).as(options).isEqualTo(calls.get("others"));
        assertThat(sheetRow(calls.containsKey("ambiguous"))).as(options).isEqualTo(calls);
        assertThat(doubted(telemetry)).as(options).isEqualTo(calls.get("unscored"));
        return calls;
    }

    /** Every chunk without a score of frames is counted by what it is scored from, as in {@code chunk_scores.tsv}. */
    private void checkFallbacks(String options, JsonNode outcome) throws IOException {
        if (!options.contains("--fallback")) {
            assertThat(outcome.has("fallbacks")).as(options).isFalse();
            return;
        }
        Map<String, String> preferred = new LinkedHashMap<>();
        for (String[] row : rows(run().resolve("chunk_scores.tsv"))) {
            preferred.putIfAbsent(row[0] + " " + row[1], row[4]);
        }
        Map<String, Long> counted =
                preferred.values().stream().collect(Collectors.groupingBy(source -> source, Collectors.counting()));
        long all = 0;
        for (String source : List.of("stretches", "dna-only")) {
            String name = "fallbacks_by_" + source.replace('-', '_');
            long chunks = counted.getOrDefault(source, 0L);
            assertThat(outcome.path(name).asLong()).as(options + name).isEqualTo(chunks);
            all += chunks;
        }
        assertThat(outcome.path("fallbacks").asLong())
                .as(options)
                .isEqualTo(all)
                .isPositive();
        assertThat(outcome.path("chunks_scored").asLong()).isEqualTo(counted.get("frames"));
    }

    private static String called(Map<String, Long> calls) {
        return calls.entrySet().stream()
                .map(call -> call.getValue() + (call.getKey().equals("virus") ? " called " : " ") + call.getKey())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Long> empty(boolean broad) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("virus", 0L);
        counts.put("others", 0L);
        if (broad) {
            counts.put("ambiguous", 0L);
        }
        counts.put("unscored", 0L);
        return counts;
    }

    /** How many records a table calls what, in the words of VirNuc's own rule. */
    private static Map<String, Long> calls(Path table) throws IOException {
        List<String> words = rows(table).stream()
                .map(row -> row[1].equals("Viral") ? "virus" : row[1].equals("Non-viral") ? "others" : row[1])
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        boolean broad = rows(table).stream().anyMatch(row -> row[1].matches("[A-Z].*"));
        Map<String, Long> counts = empty(broad);
        words.forEach(word -> counts.merge(word, 1L, Long::sum));
        return counts;
    }

    /** The calls of a table that, by the rule of viral-ngs, leaves unscored records out. */
    private static Map<String, Long> listed(Path table, Map<String, Long> expected) throws IOException {
        Map<String, Long> counts = calls(table);
        if (expected.containsKey("ambiguous")) {
            long all = expected.values().stream().mapToLong(Long::longValue).sum();
            counts.put("unscored", all - rows(table).size());
        }
        return counts;
    }

    private static Map<String, Long> counts(JsonNode fields) {
        Map<String, Long> counts = new LinkedHashMap<>();
        fields.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("records_")) {
                counts.put(name, fields.path(name).asLong());
            }
        });
        return counts;
    }

    private Map<String, Long> sheetRow(boolean broad) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("out/samples.tsv"));
        List<String> names = List.of(lines.get(0).split("\t", -1));
        String[] row = lines.get(1).split("\t", -1);
        Map<String, Long> counts = empty(broad);
        counts.replaceAll((call, none) -> Long.parseLong(row[names.indexOf(call)]));
        return counts;
    }

    /** The count of the guardrail about unscored records. */
    private static long doubted(JsonNode telemetry) {
        for (JsonNode event : telemetry.path("events")) {
            if (event.path("details").path("guardrail").asText().equals("unscored-records")) {
                return event.path("details").path("count").asLong();
            }
        }
        return 0;
    }

    private long headers(String name) throws IOException {
        return Files.readAllLines(run().resolve(name), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith(">"))
                .count();
    }

    private static List<String[]> rows(Path table) throws IOException {
        return Files.readAllLines(table, StandardCharsets.ISO_8859_1).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static CommandRun predict(String options, String... more) {
        List<String> arguments = new ArrayList<>(List.of("predict"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--write", "viral,host,regions", "--device", "cpu", "--progress", "none"));
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ", -1)));
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private Path run() {
        return folder.resolve("out/one");
    }

    private String text(String name) {
        return folder.resolve(name).toString();
    }

    /** The beginnings of the demo's records, long and short, and one that has no open frame. */
    private static String input() throws IOException {
        StringBuilder input = new StringBuilder();
        int number = 0;
        for (String record : new String(resource(DATA + "demo/demo.fna"), StandardCharsets.US_ASCII).split(">", -1)) {
            String letters = record.substring(record.indexOf('\n') + 1).replace("\n", "");
            if (!letters.isEmpty()) {
                int length = List.of(3000, 1100, 250).get(number++ % 3);
                input.append(">r")
                        .append(number)
                        .append('\n')
                        .append(letters, 0, length)
                        .append('\n');
                input.append(">s")
                        .append(number)
                        .append('\n')
                        .append(letters, 3000, 4000)
                        .append('\n');
            }
        }
        return input.append(">stops\n")
                .append("TAATTAATTAA".repeat(200))
                .append('\n')
                .toString();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CallCountsTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
