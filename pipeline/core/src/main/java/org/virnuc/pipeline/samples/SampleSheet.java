package org.virnuc.pipeline.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.virnuc.pipeline.run.RunFile;
import org.virnuc.report.HtmlReport;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.Quoted;

/**
 * A sample sheet in CSV or, if the first line contains a tab, TSV. The first line names the columns:
 * {@code sample,path}, {@code sample,path,path2}, or {@code sample,fastq_1,fastq_2} as in nf-core's sheets. Paths are
 * relative to the folder of the sheet. All files must exist; their content is checked only when the sample runs.
 */
public final class SampleSheet {
    private static final List<List<String>> COLUMNS = List.of(
            List.of("sample", "path"),
            List.of("sample", "path", "path2"),
            List.of("sample", "fastq_1"),
            List.of("sample", "fastq_1", "fastq_2"));
    private static final String LAYOUTS = "sample,path[,path2] or sample,fastq_1[,fastq_2]";
    private static final int NEEDED = 2;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Names of files beside the sample folders, and names that identify a folder as a run directory. */
    private static final Set<String> RESERVED =
            Set.of(SampleTable.FILE_NAME, HtmlReport.FILE_NAME, "virnuc.log", RunFile.FILE_NAME);

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
        if (!COLUMNS.contains(columns)) {
            throw at(
                    1,
                    "found " + Quoted.of(String.join(",", row)) + " where the columns are named",
                    "write " + LAYOUTS + ", with commas or tabs between");
        }
    }

    private Sample sample(List<String> row, int line) {
        if (row.size() < NEEDED || row.size() > columns.size()) {
            throw at(
                    line,
                    row.size() + (row.size() == 1 ? " column" : " columns"),
                    "a line has " + String.join(",", columns) + ", as the first one says");
        }
        String name = row.get(0);
        checkName(name, line);
        List<Path> files = new ArrayList<>();
        for (int column = 1; column < row.size(); column++) {
            path(row.get(column), column, line).ifPresent(files::add);
        }
        return new Sample(name, files);
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
                    "sample " + Quoted.of(name) + " has the name of a file that virnuc writes",
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

    /** The path in a column; empty if the second path is blank. */
    private Optional<Path> path(String text, int column, int line) {
        if (text.isEmpty() && column > 1) {
            return Optional.empty();
        }
        if (text.isEmpty() || text.equals("-")) {
            throw at(line, "no " + columns.get(column), "name a file or a directory of files");
        }
        try {
            Path path = file.resolveSibling(text);
            InputFile.check(path);
            return Optional.of(path);
        } catch (InvalidPathException e) {
            throw at(line, Quoted.of(text) + " is not a path", "name a file or a directory of files");
        } catch (InputException e) {
            throw new InputException(file + ", line " + line + ": " + e.getMessage(), e);
        }
    }

    private InputException at(int line, String found, String advice) {
        return new InputException(file + ", line " + line + ": " + found + "; " + advice);
    }
}
