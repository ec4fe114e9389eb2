package org.virnuc.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.sequences.ChunkPlan;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.SixFrameTranslator;

/**
 * Which records are relatives by their sequences: two are when they share 5 % of the 21-mers of the smaller one, which
 * is about 87 % identity over all of it, or 5 % of it without a difference. Relatives of relatives are relatives.
 *
 * <p>More distant relatives, such as members of one family of viruses, are not found; their clusters have to be given.
 */
public final class Relatives {
    private static final double LEAST_SHARE = 0.05;
    private static final int LEAST_WORDS = 5;

    private final List<String> ids = new ArrayList<>();
    private final Map<String, Long> bases = new LinkedHashMap<>();
    private final Map<String, Long> frames = new LinkedHashMap<>();
    private final SixFrameTranslator translator = new SixFrameTranslator();
    private final int chunkLength;
    private final List<Link> links;

    /**
     * Two relatives.
     *
     * @param share of the words of the smaller one that both have
     */
    public record Link(String one, String other, double share) {}

    private Relatives(List<Path> files, int chunkLength) throws IOException {
        this.chunkLength = chunkLength;
        Sketches sketches = new Sketches();
        try (TemporaryFolder scratch =
                TemporaryFolder.in(Path.of(System.getProperty("java.io.tmpdir")), "virnuc-relatives")) {
            for (Path file : files) {
                try (FastaReader reader = FastaReader.open(file, InputFile.name(file), scratch::path)) {
                    read(reader, sketches);
                }
            }
        }
        links = links(sketches);
    }

    /**
     * Reads all files once.
     *
     * @param chunkLength bases of the chunks whose open reading frames are counted
     */
    public static Relatives of(List<Path> files, int chunkLength) throws IOException {
        return new Relatives(files, chunkLength);
    }

    private void read(FastaReader reader, Sketches sketches) throws IOException {
        byte[] letters = new byte[0];
        while (reader.next()) {
            int length = Math.toIntExact(reader.length());
            letters = letters.length < length ? new byte[length] : letters;
            reader.copy(0, letters, 0, length);
            sketches.add(letters, length);
            ids.add(reader.id());
            bases.put(reader.id(), (long) length);
            frames.put(reader.id(), openFrames(letters, length));
        }
    }

    private long openFrames(byte[] letters, int length) {
        ChunkPlan plan = new ChunkPlan(length, chunkLength);
        long open = 0;
        for (long chunk = 0; chunk < plan.count(); chunk++) {
            int start = (int) plan.start(chunk);
            int end = (int) plan.end(chunk);
            open += Integer.bitCount(translator.translate(Arrays.copyOfRange(letters, start, end), end - start));
        }
        return open;
    }

    /** Record ids with their lengths, in the order of the files. */
    public Map<String, Long> bases() {
        return bases;
    }

    /** The number of open reading frames in the chunks of each record. */
    public Map<String, Long> frames() {
        return frames;
    }

    /** All pairs that were compared and found to be relatives. */
    public List<Link> links() {
        return links;
    }

    /** Labels with clusters of relatives, each named after its first record. */
    public TruthLabels clustered(TruthLabels labels) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            numbers.put(ids.get(i), i);
        }
        int[] first = new int[ids.size()];
        Arrays.setAll(first, i -> i);
        for (Link link : links) {
            int one = root(first, number(numbers, link.one()));
            int other = root(first, number(numbers, link.other()));
            first[Math.max(one, other)] = Math.min(one, other);
        }
        Map<String, TruthLabels.Truth> clustered = new LinkedHashMap<>();
        for (int i = 0; i < first.length; i++) {
            String id = ids.get(i);
            clustered.put(id, labels.of(id).in(ids.get(root(first, i))));
        }
        return TruthLabels.of(clustered);
    }

    private static int number(Map<String, Integer> numbers, String id) {
        return Objects.requireNonNull(numbers.get(id), id);
    }

    private static int root(int[] first, int record) {
        int at = record;
        while (first[at] != at) {
            first[at] = first[first[at]];
            at = first[at];
        }
        return at;
    }

    /** Neighbours in the list of records that have a word are compared; of records that share many, all are linked. */
    private List<Link> links(Sketches sketches) {
        long[] entries = sketches.sorted();
        int[] sizes = new int[sketches.records()];
        Map<Long, Integer> shared = new HashMap<>();
        for (int i = 0; i < entries.length; i++) {
            int record = Sketches.record(entries[i]);
            sizes[record]++;
            if (i > 0 && Sketches.hash(entries, i) == Sketches.hash(entries, i - 1)) {
                shared.merge((long) Sketches.record(entries[i - 1]) << Integer.SIZE | record, 1, Integer::sum);
            }
        }
        List<Link> found = new ArrayList<>();
        shared.forEach((pair, words) -> {
            int one = (int) (pair >>> Integer.SIZE);
            int other = (int) (long) pair;
            double share = words / (double) Math.min(sizes[one], sizes[other]);
            if (words >= LEAST_WORDS && share >= LEAST_SHARE) {
                found.add(new Link(ids.get(one), ids.get(other), share));
            }
        });
        found.sort(Comparator.comparing(Link::one).thenComparing(Link::other));
        return found;
    }
}
