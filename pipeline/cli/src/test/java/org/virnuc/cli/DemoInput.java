package org.virnuc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The demo as an input of tests: whole, or so much of it that every record has a few chunks. */
final class DemoInput {
    private static final int BEGINNING = 2500;

    private DemoInput() {}

    /** Writes the demo as it is. */
    static Path whole(Path file) throws IOException {
        return Files.writeString(file, text(), StandardCharsets.US_ASCII);
    }

    /** Writes the first 2,500 bases of each of the demo's records: 11 records, 55 chunks of 500 bases. */
    static Path beginnings(Path file) throws IOException {
        StringBuilder beginnings = new StringBuilder();
        for (String record : text().substring(1).split("\n>", -1)) {
            int end = record.indexOf('\n');
            String letters = record.substring(end).replace("\n", "");
            beginnings.append('>').append(record, 0, end).append('\n');
            beginnings.append(letters, 0, BEGINNING).append('\n');
        }
        return Files.writeString(file, beginnings, StandardCharsets.US_ASCII);
    }

    static String text() throws IOException {
        try (InputStream in = DemoInput.class.getResourceAsStream("/org/virnuc/data/demo/demo.fna")) {
            return new String(Objects.requireNonNull(in, "demo.fna").readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
