package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.virnuc.sequences.UnscoredReason;

/**
 * {@code unscored.tsv}: every base that lies in no chunk with a score, from whatever source, as intervals with their reason; 0-based, the end not
 * included, as in BED. Where unscored chunks overlap, the bases go to the first. A record without bases is an interval of none.
 */
final class UnscoredTable {
    private static final String HEADER = "record\tstart\tend\treason\n";

    private final TextOutput out;
    private final Map<String, Long> bases = new TreeMap<>();
    private String id = "";
    private long start;
    private long end;
    private String reason = "";

    UnscoredTable(OutputStream out) {
        this.out = new TextOutput(out);
        this.out.text().append(HEADER);
    }

    void add(RecordScores record) throws IOException {
        id = record.id();
        if (record.length() == 0) {
            line(0, 0, UnscoredReason.EMPTY_RECORD);
            return;
        }
        start = 0;
        end = 0;
        long covered = 0;
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (record.hasAny(chunk)) {
                covered = record.end(chunk);
                continue;
            }
            boolean scoredNext = chunk + 1 < record.chunks() && record.hasAny(chunk + 1);
            long until = scoredNext ? Math.min(record.end(chunk), record.start(chunk + 1)) : record.end(chunk);
            add(Math.max(record.start(chunk), covered), until, record.reason(chunk));
            covered = Math.max(covered, until);
        }
        write();
    }

    /** All bases listed so far, by the word of the reason. */
    Map<String, Long> bases() {
        return Map.copyOf(bases);
    }

    void flush() throws IOException {
        out.flush();
    }

    private void add(long from, long until, String why) throws IOException {
        if (from >= until) {
            return;
        }
        if (from != end || !why.equals(reason) || start == end) {
            write();
            start = from;
            reason = why;
        }
        end = until;
    }

    private void write() throws IOException {
        if (start < end) {
            bases.merge(reason, end - start, Long::sum);
            line(start, end, reason);
            start = end;
        }
    }

    private void line(long from, long until, String why) throws IOException {
        out.text().append(id).append('\t').append(from).append('\t').append(until);
        out.text().append('\t').append(why).append('\n');
        out.lineDone();
    }
}
