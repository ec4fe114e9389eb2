package org.virnuc.pipeline.shards;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnuc.engine.UsageException;

/** Numbers of shards as people write them: {@code 3-7,9}. */
public final class ShardNumbers {
    private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,9})\\s*(?:-\\s*([0-9]{1,9})\\s*)?");
    private static final Pattern PART = Pattern.compile("\\s*([0-9]{1,9})\\s*/\\s*([0-9]{1,9})\\s*");

    private ShardNumbers() {}

    /**
     * Reads numbers and ranges with commas between.
     *
     * @param most the number of shards
     * @throws UsageException if it is something else, or names a shard that there is not
     */
    public static List<Integer> parse(String text, int most) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String range : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(range);
            if (!matcher.matches()) {
                throw new UsageException(
                        "`shards` \"" + text + "\" is not a list of numbers and ranges, such as 3-7,9");
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first < 1 || last < first || last > most) {
                throw new UsageException(
                        "`shards` " + range.strip() + " is not within 1-" + most + ", the shards of this plan");
            }
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return List.copyOf(numbers);
    }

    /**
     * The shards of one of several parts of about the same size, such as {@code 2/8}; none if there are fewer shards than
     * parts.
     *
     * @throws UsageException if it is something else
     */
    public static List<Integer> part(String text, int most) {
        Matcher matcher = PART.matcher(text);
        long part = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        long parts = matcher.matches() ? Long.parseLong(matcher.group(2)) : 0;
        if (part < 1 || part > parts) {
            throw new UsageException("`part` \"" + text + "\" is not one of several parts, such as 2/8");
        }
        List<Integer> numbers = new ArrayList<>();
        for (long number = (part - 1) * most / parts + 1; number <= part * most / parts; number++) {
            numbers.add((int) number);
        }
        return numbers;
    }

    /** Numbers as people write them, ascending. */
    public static String words(List<Integer> numbers) {
        StringBuilder words = new StringBuilder();
        for (int from = 0; from < numbers.size(); ) {
            int to = from;
            while (to + 1 < numbers.size() && numbers.get(to + 1) == numbers.get(to) + 1) {
                to++;
            }
            words.append(words.isEmpty() ? "" : ",").append(numbers.get(from));
            if (to > from) {
                words.append('-').append(numbers.get(to));
            }
            from = to + 1;
        }
        return words.toString();
    }
}
