package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.HalfWindows;

/**
 * Scores of windows around boundaries: files {@code windows_1.tsv} and so on, with one line per scored window, in
 * order: number of the record over all inputs from 1, first base from 0, best score for others, best score for virus.
 */
public final class WindowScores {
    /** No such windows. */
    public static final WindowScores NONE = new WindowScores(NumberedTables.NONE);

    private final NumberedTables tables;

    private WindowScores(NumberedTables tables) {
        this.tables = tables;
    }

    static WindowScores in(Path folder, int shards) {
        return new WindowScores(NumberedTables.in(folder, WindowScores::fileName, shards));
    }

    static String fileName(int shard) {
        return "windows_" + shard + ".tsv";
    }

    Reader reader() throws IOException {
        return new Reader(tables.rows(4));
    }

    /** Reads windows in step with the records. */
    static final class Reader implements Closeable {
        private final HalfWindows windows = new HalfWindows();
        private final NumberedTables.Rows rows;
        private String @Nullable [] next;

        private Reader(NumberedTables.Rows rows) throws IOException {
            this.rows = rows;
            this.next = rows.next();
        }

        /** The windows of the record that {@link #seek} has moved to. */
        HalfWindows windows() {
            return windows;
        }

        /** Moves to the windows of a record; records must be requested in order. */
        void seek(long record) throws IOException {
            windows.begin();
            for (String[] window = next; window != null && Long.parseLong(window[0]) <= record; window = next) {
                windows.add(Long.parseLong(window[1]), Float.parseFloat(window[2]), Float.parseFloat(window[3]));
                next = rows.next();
            }
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
