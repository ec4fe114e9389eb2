package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * The finding of a guardrail: something in the input or the results that deserves a second look, with a count. In a
 * report it is an event of class {@code guardrail} whose details are the components of this record.
 *
 * @param guardrail name of the guardrail in kebab case, such as {@code duplicate-ids}
 * @param message one line for people, without ids
 * @param count how often it occurred
 * @param of out of how many; null where a total has no meaning
 * @param first ids of the first examples, at most {@link #MOST_EXAMPLES}, shortened if they are long; redacted reports
 *     leave them out
 */
@PublicApi
public record GuardrailHit(String guardrail, String message, long count, @Nullable Long of, List<String> first) {
    /** Most examples that a hit keeps. */
    public static final int MOST_EXAMPLES = 5;

    private static final int MOST_CHARACTERS = 120;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[-_][a-z0-9]+)*");

    public GuardrailHit {
        if (!NAME.matcher(guardrail).matches()) {
            throw new IllegalArgumentException(
                    "guardrail is \"" + guardrail + "\", expected words such as duplicate-ids");
        }
        if (count < 1 || (of != null && of < count)) {
            throw new IllegalArgumentException("guardrail " + guardrail + ": count is " + count + " of " + of
                    + ", expected 1 or more, and no more than all");
        }
        first = first.stream()
                .limit(Math.min(MOST_EXAMPLES, count))
                .map(GuardrailHit::cut)
                .toList();
    }

    private static String cut(String example) {
        return example.length() <= MOST_CHARACTERS ? example : example.substring(0, MOST_CHARACTERS - 1) + "\u2026";
    }

    /** Returns {@code count} as a share of {@code of}, or the count itself if there is no total. */
    public double share() {
        return of == null || of == 0 ? count : (double) count / of;
    }

    /** Returns the components as the details of an event. */
    public Map<String, @Nullable Object> details() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("guardrail", guardrail);
        details.put("count", count);
        details.put("of", of);
        details.put("first", first);
        return details;
    }

    /**
     * Reads a hit back from an event. Returns empty if the event is not a guardrail hit, or if its details do not have
     * the form that {@link #details} gives them.
     */
    public static Optional<GuardrailHit> of(EventReport event) {
        Map<String, Object> details = event.details();
        if (event.eventClass() != EventClass.GUARDRAIL
                || !(details.get("guardrail") instanceof String guardrail)
                || !(details.get("count") instanceof Number count)
                || !(details.get("first") instanceof List<?> examples)) {
            return Optional.empty();
        }
        Long of = details.get("of") instanceof Number all ? (Long) all.longValue() : null;
        List<String> first = new ArrayList<>();
        examples.forEach(example -> first.add(String.valueOf(example)));
        try {
            return Optional.of(new GuardrailHit(guardrail, event.message(), count.longValue(), of, first));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
