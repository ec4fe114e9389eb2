package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.sequences.LabelledBam;

/** The page {@code docs/columns.md} names the columns of every table that runs write, in their order. */
class ColumnsPageTest {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final String MINI = "/org/virnuc/data/models/virnuc-mini/";

    private final Path folder;
    private final Map<String, List<String>> page;
    private final Map<String, Set<String>> seen = new LinkedHashMap<>();

    ColumnsPageTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.page = page(Files.readAllLines(DocsPage.ROOT.resolve("docs/columns.md")));
    }

    @Test
    void everyTableHasTheColumnsOfThePageAndNoOther() throws IOException {
        Path input = folder.resolve("in.fa");
        Files.writeString(input, DemoInput.text().substring(0, 3000) + "\n>empty\n");
        Path bam = folder.resolve("reads.bam");
        LabelledBam.write(bam, LabelledBam.lengths(input), 40);
        String in = input.toString();
        run(in, "--write", "viral,regions,chunks,scores", "--telemetry", "full", "--reads", bam.toString());
        run(in, "--write", "regions,chunks", "--fallback", "stretches,dna");
        run(in, "--calls", "broad");
        List<String> cascade = new ArrayList<>(List.of(in, "--cascade", "--length", "500", "--write", "chunks,scores"));
        cascade.addAll(List.of("--dna-model", model("dna-encoder"), "--protein-model", model("protein-encoder")));
        cascade.addAll(List.of("--head", copy("head.safetensors").toString()));
        run(cascade.toArray(String[]::new));
        Path sheet = Files.writeString(folder.resolve("sheet.csv"), "sample,path\none," + in + "\n");
        run("--samples", sheet.toString());
        assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(page.keySet());
        seen.forEach(
                (file, columns) -> assertThat(page.get(file)).as(file).containsExactlyInAnyOrderElementsOf(columns));
    }

    /** The tables of the page: the name of each file, and its columns. */
    private static Map<String, List<String>> page(List<String> lines) {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("## ")) {
                columns = new ArrayList<>();
                tables.put(line.substring(3), columns);
            } else if (line.startsWith("| ") && !line.startsWith("| column |")) {
                String names = line.split("\\|", -1)[1];
                if (names.contains("`")) {
                    NAME.matcher(names).results().map(name -> name.group(1)).forEach(columns::add);
                } else if (names.strip().matches("[0-9, ]+")) {
                    columns.addAll(Arrays.asList(names.strip().split(", ", -1)));
                }
            }
        }
        return tables;
    }

    private void run(String... arguments) throws IOException {
        Path out = Files.createTempDirectory(folder, "out").resolve("run");
        List<String> command = new ArrayList<>(List.of("predict", "-o", out.toString()));
        command.addAll(List.of("--device", "cpu", "--precision", "fp32", "--progress", "none"));
        command.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(command.toArray(String[]::new));
        assertThat(run.code()).as("%s: %s", command, run.err()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.sorted().toList()) {
                look(file, String.valueOf(file.getFileName()));
            }
        }
    }

    private void look(Path file, String name) throws IOException {
        if (name.endsWith(".parquet")) {
            List<String> columns =
                    ParquetReader.readMetadata(file.toFile()).getFileMetaData().getSchema().getFields().stream()
                            .map(Type::getName)
                            .toList();
            columns(name.replace("read_labels.parquet", "read_labels.tsv"), columns);
        } else if (name.endsWith(".tsv") || name.endsWith(".csv") || name.equals("prediction_results.txt")) {
            columns(name, List.of(lines(file).get(0).split("\t", -1)));
        } else if (name.endsWith(".bed")) {
            int count = lines(file).get(0).split("\t", -1).length;
            columns(
                    name,
                    IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList());
        } else if (name.endsWith(".gff3")) {
            String line = lines(file).stream()
                    .filter(row -> !row.startsWith("#"))
                    .findFirst()
                    .orElseThrow();
            columns(
                    name,
                    Stream.of(line.split("\t", -1)[8].split(";", -1))
                            .map(one -> one.replaceAll("=.*", ""))
                            .toList());
        } else if (name.equals("calls.jsonl")) {
            List<String> keys = new ArrayList<>();
            new ObjectMapper().readTree(lines(file).get(0)).fieldNames().forEachRemaining(keys::add);
            columns(name, keys);
        }
    }

    /** The columns of a file are some of those of the page, in its order. */
    private void columns(String file, List<String> columns) {
        assertThat(page.get(file)).as("%s on the page", file).isNotNull().containsSubsequence(columns);
        seen.computeIfAbsent(file, none -> new LinkedHashSet<>()).addAll(columns);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }

    private String model(String part) throws IOException {
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            if (ColumnsPageTest.class.getResource(MINI + part + "/" + name) != null) {
                copy(part + "/" + name);
            }
        }
        return folder.resolve(part).toString();
    }

    private Path copy(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = ColumnsPageTest.class.getResourceAsStream(MINI + name)) {
            Files.write(file, Objects.requireNonNull(in, name).readAllBytes());
        }
        return file;
    }
}
