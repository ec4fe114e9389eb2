package org.virnuc.pipeline.shards;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** An input of several shards that is quick to score, because most of it is repeated. */
final class ShardSamples {
    private static final int CHUNK = 500;

    private ShardSamples() {}

    /**
     * A record longer than two shards, whose chunks are repeated but for some; then reads of every kind, reads that are
     * there again, and reads whose other strand is there: these are new chunks with frames of an earlier shard.
     */
    static String several(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(">long\n");
        String block = letters(random, "CG", 4 * CHUNK);
        String other = letters(random, "CG", 4 * CHUNK);
        text.append(block.repeat(450)).append(other).append(block.repeat(450)).append('\n');
        List<String> reads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            reads.add(letters(random, "CG", 60 + random.nextInt(60)));
            reads.add(letters(random, "ACGT", 100 + random.nextInt(500)));
        }
        add(text, "first", reads);
        for (int i = 0; i < 25; i++) {
            add(text, "again" + i + "_", reads);
        }
        add(text, "other", reads.stream().map(ShardSamples::otherStrand).toList());
        return text.toString();
    }

    private static void add(StringBuilder text, String name, List<String> reads) {
        for (int i = 0; i < reads.size(); i++) {
            text.append('>').append(name).append(i).append('\n');
            text.append(reads.get(i)).append('\n');
        }
    }

    private static String otherStrand(String letters) {
        return new StringBuilder(letters)
                .reverse()
                .toString()
                .toLowerCase(Locale.ROOT)
                .replace('a', 'T')
                .replace('t', 'A')
                .replace('c', 'G')
                .replace('g', 'C');
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return letters.toString();
    }
}
