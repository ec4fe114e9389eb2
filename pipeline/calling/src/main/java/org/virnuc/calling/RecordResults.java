package org.virnuc.calling;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the results of all records from the two tables with one row per record, in input order. */
public final class RecordResults implements Iterator<RecordResult>, Closeable {
    private final Table verdicts;
    private final Table calls;

    private RecordResults(Path verdicts, Path calls) throws IOException {
        this.verdicts = new Table(verdicts);
        try {
            this.calls = new Table(calls);
        } catch (IOException e) {
            this.verdicts.close();
            throw e;
        }
    }

    /**
     * Streams the records of a run. Closing the stream closes the files.
     *
     * @param verdicts {@code sequences.tsv}
     * @param calls {@code confidence.tsv}
     */
    public static Stream<RecordResult> stream(Path verdicts, Path calls) throws IOException {
        RecordResults records = new RecordResults(verdicts, calls);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(records::closeQuietly);
    }

    @Override
    public boolean hasNext() {
        boolean more = verdicts.hasNext();
        if (more != calls.hasNext()) {
            throw new IllegalStateException(verdicts.file + " and " + calls.file + " have not as many rows each");
        }
        return more;
    }

    @Override
    public RecordResult next() {
        verdicts.advance();
        calls.advance();
        String id = verdicts.text("id");
        if (!id.equals(calls.text("id"))) {
            throw new IllegalStateException("row " + verdicts.row + " is of " + id + " in " + verdicts.file
                    + ", and of " + calls.text("id") + " in " + calls.file);
        }
        RecordVerdict verdict = RecordVerdict.valueOf(verdicts.text("verdict").toUpperCase(Locale.ROOT));
        String call = calls.text("call");
        boolean withheld = verdict != RecordVerdict.UNSCORED && call.equals(RecordVerdict.UNSCORED.word());
        String reason = withheld ? RecordScores.BELOW_MIN_LENGTH : verdicts.text("reason");
        return new RecordResult(
                id,
                verdicts.count("length"),
                new RecordResult.Chunks(
                        verdicts.count("chunks"), verdicts.count("chunks_scored"), verdicts.count("chunks_virus")),
                verdict,
                call,
                calls.text("tier"),
                new RecordResult.Scores(
                        verdicts.number("best_score1"),
                        verdicts.number("best_score2"),
                        calls.number("probability"),
                        calls.number("q_value"),
                        calls.number("distance"),
                        calls.text("ood").equals("yes")),
                reason.isEmpty() ? List.of() : List.of(reason.split(",", -1)));
    }

    @Override
    public void close() throws IOException {
        try {
            verdicts.close();
        } finally {
            calls.close();
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A table whose first line names its columns. */
    private static final class Table implements Closeable {
        private final Path file;
        private final BufferedReader lines;
        private final Map<String, Integer> columns = new LinkedHashMap<>();
        private @Nullable String following;
        private String[] fields = {};
        private long row;

        Table(Path file) throws IOException {
            this.file = file;
            this.lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
            try {
                String header = Objects.requireNonNullElse(lines.readLine(), "");
                for (String name : header.split("\t", -1)) {
                    columns.put(name, columns.size());
                }
                following = lines.readLine();
            } catch (IOException e) {
                lines.close();
                throw e;
            }
        }

        boolean hasNext() {
            return following != null;
        }

        void advance() {
            String line = following;
            if (line == null) {
                throw new NoSuchElementException(file + " has no more rows");
            }
            fields = line.split("\t", -1);
            row++;
            try {
                following = lines.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text(String column) {
            Integer at = columns.get(column);
            if (at == null || at >= fields.length) {
                throw new IllegalStateException(file + " has no column " + column + " in row " + row);
            }
            return fields[at];
        }

        long count(String column) {
            return Long.parseLong(text(column));
        }

        OptionalDouble number(String column) {
            String text = text(column);
            return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
