package org.virnuc.training.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.virnuc.calling.RecordResult;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.pipeline.run.RunResult;

/** Reads what a finished run says of labelled records. */
final class ScoreReader {
    private static final int ID = 0;
    private static final int CHUNK = 1;
    private static final int SOURCE = 4;
    private static final int OTHERS = 5;
    private static final int VIRUS = 6;
    private static final int PROBABILITY = 7;

    private ScoreReader() {}

    static List<ScoredRecord> read(RunResult run, TruthLabels labels) throws IOException {
        Map<String, ScoredRecord> records = new LinkedHashMap<>();
        try (Stream<RecordResult> results = run.records()) {
            results.forEach(result -> records.put(result.id(), ScoredRecord.of(labels.of(result.id()), result)));
        }
        Path table = run.directory().resolve(ResultFile.CHUNK_SCORES.fileName());
        try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                ScoredRecord record = records.get(cells[ID]);
                if (record == null) {
                    throw new IOException(table + ": a score of record " + cells[ID] + ", which the run does not have");
                }
                add(record, cells);
            }
        }
        return new ArrayList<>(records.values());
    }

    /** Sources follow each other in the order in which they are preferred; the first one of a chunk counts. */
    private static void add(ScoredRecord record, String[] cells) {
        int chunk = Integer.parseInt(cells[CHUNK]) - 1;
        if (Double.isNaN(record.values()[chunk])) {
            double delta = (double) Float.parseFloat(cells[VIRUS]) - Float.parseFloat(cells[OTHERS]);
            record.values()[chunk] =
                    cells[PROBABILITY].isEmpty() ? (1 + delta) / 2 : Double.parseDouble(cells[PROBABILITY]);
            record.byFrames()[chunk] = cells[SOURCE].equals(ChunkSource.FRAMES.word());
        }
    }
}
