package org.virnuc.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The confidence of a record, as {@code confidence.tsv} has it; each is empty where there is none.
 *
 * @param probability that the record is viral
 * @param qValue share of false records to expect down to this one
 * @param unusual {@code yes} if the record lies unusually far from the training data
 */
public record RecordConfidence(String probability, String qValue, String unusual) {
    /** A record without confidence. */
    static final RecordConfidence NONE = new RecordConfidence("", "", "");

    /** Reads the rows of some records from {@code confidence.tsv}, by number; none if there is no such file. */
    public static Map<Long, RecordConfidence> read(Path file, Set<Long> numbers) throws IOException {
        Map<Long, RecordConfidence> found = new HashMap<>();
        if (!Files.exists(file)) {
            return found;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String head = lines.readLine();
            List<String> columns = head == null ? List.of() : List.of(head.split("\t", -1));
            String line = lines.readLine();
            for (long number = 1; line != null && found.size() < numbers.size(); number++) {
                if (numbers.contains(number)) {
                    List<String> cells = List.of(line.split("\t", -1));
                    found.put(
                            number,
                            new RecordConfidence(
                                    cell(columns, cells, "probability"),
                                    cell(columns, cells, "q_value"),
                                    cell(columns, cells, "ood")));
                }
                line = lines.readLine();
            }
        }
        return found;
    }

    private static String cell(List<String> columns, List<String> cells, String name) {
        int at = columns.indexOf(name);
        return at < 0 || at >= cells.size() ? "" : cells.get(at);
    }
}
