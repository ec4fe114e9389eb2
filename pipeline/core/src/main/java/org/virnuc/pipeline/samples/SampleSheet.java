package org.virnuc.pipeline.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.pipeline.run.RunFile;
import org.virnuc.pipeline.run.TelemetryFiles;
import org.virnuc.report.HtmlReport;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.Quoted;

/**
 * A sample sheet in CSV or, if the first line contains a tab, TSV. The first line names the columns, in any order:
 * {@code sample}, and the sample's files as {@code path} and {@code path2}, as {@code fastq_1} and {@code fastq_2}, or
 * as {@code fasta}, as in nf-core's sheets. Other columns are not read, and must not name files. Paths are relative to
 * the folder of the sheet. All files must exist and begin like sequences; what follows is checked only when the
 * sample runs.
 */
public final class SampleSheet {
    private static final Logger LOG = LoggerFactory.getLogger(SampleSheet.class);
    private static final String SAMPLE = "sample";

    /** Columns that name files, in the order in which a sample's files are read. */
    private static final List<String> FILES = List.of("path", "path2", "fastq_1", "fastq_2", "fasta");

    /** The second file of a pair, and the first, without which it does not count. */
    private static final Map<String, String> FIRST_OF = Map.of("path2", "path", "fastq_2", "fastq_1");

    private static final String LAYOUTS = "sample,path[,path2] or sample,fastq_1[,fastq_2]";
    private static final String ADVICE = "name a file or a directory of files";
    private static final int NEEDED = 2;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Names that files of sequences have, whether they are there or not. */
    private static final Pattern SEQUENCES = Pattern.compile(
            ".+\\.(?:fa|fna|ffn|fasta|fq|fastq|sam|bam|cram|gb|gbk|gbff)(?:\\.(?:gz|bgz|bz2|xz|zst))?",
            Pattern.CASE_INSENSITIVE);

    /** Names of files beside the sample folders, and names that a run directory has for its own. */
    private static final Set<String> RESERVED = Set.of(
            SampleTable.FILE_NAME,
            HtmlReport.FILE_NAME,
            "virnuc.log",
            RunFile.FILE_NAME,
            RunDirectory.WORK,
            TelemetryFiles.ATTEMPTS_FOLDER);

    private final Path file;
    private final Map<String, Integer> lines = new HashMap<>();
    private List<String> columns = List.of();

    private SampleSheet(Path file) {
        this.file = file;
    }

    /**
     * Reads all rows.
     *
     * @throws InputException naming the line that is invalid or names a missing file
     */
    public static List<Sample> read(Path file) {
        return new SampleSheet(file).samples(SheetText.lines(file));
    }

    private List<Sample> samples(List<String> text) {
        char separator = text.get(0).indexOf('\t') < 0 ? ',' : '\t';
        ObjectReader reader = new CsvMapper()
                .readerForArrayOf(String.class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator))
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.TRIM_SPACES);
        checkHeader(row(text.get(0), 1, reader));
        List<Sample> samples = new ArrayList<>();
        for (int line = 2; line <= text.size(); line++) {
            List<String> row = row(text.get(line - 1), line, reader);
            if (!String.join("", row).isEmpty()) {
                samples.add(sample(row, line));
            }
        }
        if (samples.isEmpty()) {
            throw at(1, "no sample", "write a line for each, such as \"sample1,reads.fastq.gz\"");
        }
        new SheetFiles(file, lines).check(samples);
        return samples;
    }

    private List<String> row(String text, int line, ObjectReader reader) {
        if (text.isBlank()) {
            return List.of();
        }
        try {
            String[][] rows = reader.forType(String[][].class).readValue(text);
            return rows.length == 0 ? List.of() : List.of(rows[0]);
        } catch (JsonProcessingException e) {
            throw new InputException(file + ", line " + line + ": not CSV; check its quotes", e);
        }
    }

    private void checkHeader(List<String> row) {
        columns = row.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        boolean twice = Set.copyOf(columns).size() < columns.size();
        boolean alone = FIRST_OF.entrySet().stream()
                .anyMatch(pair -> columns.contains(pair.getKey()) && !columns.contains(pair.getValue()));
        if (!columns.contains(SAMPLE) || columns.stream().noneMatch(FILES::contains) || twice || alone) {
            throw at(
                    1,
                    "found " + Quoted.of(String.join(",", row)) + " where the columns are named",
                    "write " + LAYOUTS + ", with commas or tabs between");
        }
        List<String> unread = columns.stream()
                .filter(name -> !name.equals(SAMPLE) && !FILES.contains(name))
                .toList();
        if (!unread.isEmpty()) {
            LOG.info("{}: not read: {}", file, String.join(", ", unread));
        }
    }

    private Sample sample(List<String> row, int line) {
        if (row.size() < NEEDED || row.size() > columns.size()) {
            throw at(
                    line,
                    row.size() + (row.size() == 1 ? " column" : " columns"),
                    "a line has " + String.join(",", columns) + ", as the first one says");
        }
        Map<String, String> cells = new HashMap<>();
        for (int column = 0; column < row.size(); column++) {
            cells.put(columns.get(column), row.get(column));
        }
        String name = cells.getOrDefault(SAMPLE, "");
        checkName(name, line);
        cells.forEach((column, text) -> checkUnread(column, text, line));
        return new Sample(name, files(cells, line));
    }

    /** A column that is not read may hold anything but files, which would be missed without a word. */
    private void checkUnread(String column, String text, int line) {
        if (!column.equals(SAMPLE) && !FILES.contains(column) && isFile(text)) {
            throw at(
                    line,
                    "column " + Quoted.of(column) + " names the file " + Quoted.of(text) + " but is not read",
                    "columns of files are " + String.join(", ", FILES));
        }
    }

    private boolean isFile(String text) {
        try {
            return SEQUENCES.matcher(text).matches()
                    || (!text.isEmpty() && Files.isRegularFile(file.resolveSibling(text)));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private List<Path> files(Map<String, String> cells, int line) {
        List<Path> files = new ArrayList<>();
        for (String column : FILES) {
            String text = cells.getOrDefault(column, "");
            String first = FIRST_OF.get(column);
            if (!text.isEmpty()
                    && first != null
                    && cells.getOrDefault(first, "").isEmpty()) {
                throw at(line, "no " + first, ADVICE);
            }
            if (!text.isEmpty()) {
                files.add(path(text, column, line));
            }
        }
        if (files.isEmpty()) {
            throw at(
                    line,
                    "no " + columns.stream().filter(FILES::contains).findFirst().orElseThrow(),
                    ADVICE);
        }
        return files;
    }

    private void checkName(String name, int line) {
        if (!NAME.matcher(name).matches()) {
            throw at(
                    line,
                    "sample " + Quoted.of(name) + " cannot name a folder",
                    "use letters, digits, and . _ - within, at most 100");
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw at(
                    line,
                    "sample " + Quoted.of(name) + " has the name of a file or folder that virnuc writes",
                    "give the sample another name");
        }
        Integer before = lines.put(name.toLowerCase(Locale.ROOT), line);
        if (before != null) {
            throw at(
                    line,
                    "sample " + Quoted.of(name) + " is in line " + before + " already",
                    "give each sample one line; several files go into a directory, which is named as path");
        }
    }

    private Path path(String text, String column, int line) {
        if (text.equals("-")) {
            throw at(line, "no " + column, ADVICE);
        }
        try {
            Path path = file.resolveSibling(text);
            InputFile.check(path);
            return path;
        } catch (InvalidPathException e) {
            throw at(line, Quoted.of(text) + " is not a path", ADVICE);
        } catch (InputException e) {
            throw new InputException(file + ", line " + line + ": " + e.getMessage(), e);
        }
    }

    private InputException at(int line, String found, String advice) {
        return new InputException(file + ", line " + line + ": " + found + "; " + advice);
    }
}
