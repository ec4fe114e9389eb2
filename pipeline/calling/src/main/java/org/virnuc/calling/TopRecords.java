package org.virnuc.calling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** The records that come first by {@link Rank}, at most a given number; what is kept of one is made only where it is among them. */
final class TopRecords<T> {
    private final int most;
    private final PriorityQueue<Entry<T>> kept = new PriorityQueue<>(
            Comparator.comparing((Entry<T> entry) -> entry.rank()).reversed());

    TopRecords(int most) {
        this.most = most;
    }

    /** Whose turn it is: viral things first, then much before little, long before short, and input order. */
    record Rank(int group, long viralBases, long length, long number) implements Comparable<Rank> {
        private static final Comparator<Rank> ORDER = Comparator.comparingInt(Rank::group)
                .thenComparing(Comparator.comparingLong(Rank::viralBases).reversed())
                .thenComparing(Comparator.comparingLong(Rank::length).reversed())
                .thenComparingLong(Rank::number);

        static Rank of(RecordScores record, RecordVerdict verdict, List<Region> regions) {
            boolean viral = verdict == RecordVerdict.VIRUS || !regions.isEmpty();
            return new Rank(
                    viral ? 0 : verdict == RecordVerdict.UNSCORED ? 2 : 1,
                    regions.stream().mapToLong(Region::length).sum(),
                    record.length(),
                    record.number());
        }

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }

    private record Entry<T>(Rank rank, T value) {}

    void offer(Rank rank, Supplier<T> value) {
        Entry<T> last = kept.peek();
        if (kept.size() < most) {
            kept.add(new Entry<>(rank, value.get()));
        } else if (last != null && rank.compareTo(last.rank()) < 0) {
            kept.poll();
            kept.add(new Entry<>(rank, value.get()));
        }
    }

    /** Those kept, first first. */
    List<T> inOrder() {
        List<Entry<T>> entries = new ArrayList<>(kept);
        entries.sort(Comparator.comparing(Entry::rank));
        return entries.stream().map(Entry::value).toList();
    }
}
