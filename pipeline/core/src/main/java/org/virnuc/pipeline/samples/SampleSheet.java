package org.virnuc.pipeline.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.Quoted;

/**
 * A sample sheet: CSV with the columns {@code sample,path} or {@code sample,path,path2}, named in the first line. Paths are relative to
 * the folder that the sheet is in. Whether they are there is found out when a sample's turn comes.
 */
public final class SampleSheet {
    private static final List<String> COLUMNS = List.of("sample", "path", "path2");
    private static final int NEEDED = 2;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    private static final String MARK = "\ufeff";

    private final Path file;
    private final Map<String, Integer> lines = new HashMap<>();

    private SampleSheet(Path file) {
        this.file = file;
    }

    /**
     * Reads all rows.
     *
     * @throws InputException naming the line that cannot be used
     */
    public static List<Sample> read(Path file) {
        try {
            return new SampleSheet(file).samples();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new InputException(file + ", line " + line + ": not CSV; check its quotes", e);
        } catch (IOException e) {
            throw new InputException(file + ": the sample sheet cannot be read; check the path", e);
        }
    }

    private List<Sample> samples() throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        List<Sample> samples = new ArrayList<>();
        try (MappingIterator<String[]> rows = new CsvMapper()
                .readerForArrayOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.TRIM_SPACES)
                .readValues(text.startsWith(MARK) ? text.substring(1) : text)) {
            int line = 0;
            while (rows.hasNextValue()) {
                List<String> row = List.of(rows.nextValue());
                line++;
                if (line == 1) {
                    checkHeader(row);
                } else if (!String.join("", row).isEmpty()) {
                    samples.add(sample(row, line));
                }
            }
        } catch (RuntimeJsonMappingException e) {
            throw new IOException(e);
        }
        if (samples.isEmpty()) {
            throw at(1, "no sample", "write a line for each, such as \"sample1,reads.fastq.gz\"");
        }
        return samples;
    }

    private void checkHeader(List<String> row) {
        List<String> found =
                row.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        if (found.size() < NEEDED || found.size() > COLUMNS.size() || !found.equals(COLUMNS.subList(0, found.size()))) {
            throw at(
                    1,
                    "found " + Quoted.of(String.join(",", row)) + " where the columns are named",
                    "write sample,path or sample,path,path2, with commas between");
        }
    }

    private Sample sample(List<String> row, int line) {
        if (row.size() < NEEDED || row.size() > COLUMNS.size()) {
            throw at(line, row.size() + " columns", "a line has sample,path or sample,path,path2");
        }
        String name = row.get(0);
        if (!NAME.matcher(name).matches()) {
            throw at(
                    line,
                    "sample " + Quoted.of(name) + " cannot name a folder",
                    "use letters, digits, and . _ - within, at most 100");
        }
        Integer before = lines.put(name.toLowerCase(Locale.ROOT), line);
        if (before != null) {
            throw at(
                    line,
                    "sample " + Quoted.of(name) + " is in line " + before + " already",
                    "give each sample one line; several files go into a directory, which is named as path");
        }
        List<Path> files = new ArrayList<>();
        for (int column = 1; column < row.size(); column++) {
            path(row.get(column), column, line).ifPresent(files::add);
        }
        return new Sample(name, files);
    }

    /** The path; empty where the second one is. */
    private Optional<Path> path(String text, int column, int line) {
        if (text.isEmpty() && column > 1) {
            return Optional.empty();
        }
        if (text.isEmpty() || text.equals("-")) {
            throw at(line, "no " + COLUMNS.get(column), "name a file or a directory of files");
        }
        try {
            return Optional.of(file.resolveSibling(text));
        } catch (InvalidPathException e) {
            throw at(line, Quoted.of(text) + " is not a path", "name a file or a directory of files");
        }
    }

    private InputException at(int line, String found, String advice) {
        return new InputException(file + ", line " + line + ": " + found + "; " + advice);
    }
}
