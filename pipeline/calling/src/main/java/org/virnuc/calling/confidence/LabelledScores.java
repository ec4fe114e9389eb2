package org.virnuc.calling.confidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the scores of a run on labelled sequences from its {@code chunk_scores.tsv} and fits a calibration to them. */
public final class LabelledScores {
    private static final int COLUMNS = 8;

    private LabelledScores() {}

    /**
     * A fitted calibration.
     *
     * @param heldOut labelled stretches with probabilities by curves that were fitted to others
     */
    public record Fitted(LengthCalibration calibration, List<HeldOut> heldOut) {
        public Fitted {
            heldOut = List.copyOf(heldOut);
        }
    }

    /** The deltas of a record's frame scores and DNA-only scores. */
    private record Both(LabelledRecord.Deltas frames, LabelledRecord.Deltas dnaOnly) {}

    /**
     * Fits a calibration to scores.
     *
     * @param chunkScores table of a run on the labelled sequences
     * @param length of its chunks
     * @return empty if there are too few stretches of a label
     */
    public static Optional<Fitted> fit(Path chunkScores, TruthLabels labels, int length) throws IOException {
        Map<String, Both> records = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(chunkScores, StandardCharsets.ISO_8859_1)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                if (cells.length != COLUMNS) {
                    throw new IOException(chunkScores + ": a row of " + cells.length + " columns, expected " + COLUMNS);
                }
                if (labels.leavesOut(cells[0])) {
                    continue;
                }
                Both both = records.computeIfAbsent(
                        cells[0], id -> new Both(new LabelledRecord.Deltas(), new LabelledRecord.Deltas()));
                double delta = (double) Float.parseFloat(cells[6]) - Float.parseFloat(cells[5]);
                (cells[4].equals("frames") ? both.frames() : both.dnaOnly()).add(delta);
            }
        }
        List<LabelledRecord> labelled = new ArrayList<>();
        records.forEach((id, both) -> {
            TruthLabels.Truth label = labels.of(id);
            labelled.add(new LabelledRecord(
                    id, label.cluster(), label.group(), label.viral(), both.frames(), both.dnaOnly()));
        });
        return CalibrationFit.of(labelled, length);
    }
}
