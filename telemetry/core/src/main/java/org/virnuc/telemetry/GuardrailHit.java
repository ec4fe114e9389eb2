package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something about input or results that should be looked at twice, counted. In a report it is an event of the class {@code guardrail}
 * whose details are these fields.
 *
 * @param guardrail what was hit, in kebab case, such as {@code duplicate-ids}
 * @param message one line for people, without ids
 * @param count how often
 * @param of out of how many; null where that has no meaning
 * @param first examples, at most {@link #MOST_EXAMPLES}, long ones cut; ids, which a redacted report does not tell
 */
public record GuardrailHit(String guardrail, String message, long count, @Nullable Long of, List<String> first) {
    /** More examples than these are left out. */
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

    /** The count as a share of all; the count itself where there is no all. */
    public double share() {
        return of == null || of == 0 ? count : (double) count / of;
    }

    /** The fields as the details of an event. */
    public Map<String, @Nullable Object> details() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("guardrail", guardrail);
        details.put("count", count);
        details.put("of", of);
        details.put("first", first);
        return details;
    }

    /** The hit that an event tells of; empty for every other event, also for one of the class that somebody else has made. */
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
