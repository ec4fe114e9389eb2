package org.virnuc.pipeline.stages;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.sequences.Quoted;

/**
 * The scores of all frames, in the order of the frames.
 *
 * @param distanceFile distance of each frame from the training data; null if unknown
 */
public record FrameScores(Path file, long rows, @Nullable Path distanceFile) {
    public static final String FILE_NAME = "prediction_results.txt";
    static final String HEADER = "Sequence_ID\tPrediction\tscore1\tscore2\n";

    /** Opens the distances. */
    DistanceFile.Reader distances() throws IOException {
        return new DistanceFile.Reader(distanceFile);
    }

    /** Opens the lines after the header. */
    BufferedReader lines() throws IOException {
        return lines(file);
    }

    /** Opens the lines after the header of such a file. */
    public static BufferedReader lines(Path file) throws IOException {
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        String header = reader.readLine();
        if (!HEADER.strip().equals(header)) {
            reader.close();
            throw new IOException(
                    file + " begins with " + Quoted.of(String.valueOf(header)) + ", expected " + HEADER.strip());
        }
        return reader;
    }
}
