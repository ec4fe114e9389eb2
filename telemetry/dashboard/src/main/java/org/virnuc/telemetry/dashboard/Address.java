package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunFilter;
import org.virnuc.telemetry.history.RunQuery;

/**
 * The part of an address after the question mark. It says which runs are listed, in which order, and which one is shown, so a
 * page can be kept as a bookmark and sent to others. What is not understood is left out.
 */
final class Address {
    /** Most runs that one page lists. */
    static final int MOST = 2_000;

    /** Runs that a page lists unless the address says otherwise. */
    static final int FIRST = 100;

    private static final Pattern AGE = Pattern.compile("(\\d{1,5})([mhdw])");

    private final Map<String, List<String>> values;

    private Address(Map<String, List<String>> values) {
        this.values = values;
    }

    static Address parse(@Nullable String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    String value = decode(pair.substring(equals + 1));
                    if (!value.isBlank()) {
                        values.computeIfAbsent(decode(pair.substring(0, equals)), name -> new ArrayList<>())
                                .add(value.strip());
                    }
                }
            }
        }
        return new Address(values);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** Returns the first value of a name; null if there is none. */
    @Nullable String one(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** Returns a copy in which a name has this value, or none if it is null. */
    Address with(String name, @Nullable String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, List.of(value));
        }
        return new Address(changed);
    }

    /** Returns the text to follow the address of a page; empty if nothing is set. */
    @Override
    public String toString() {
        List<String> pairs = new ArrayList<>();
        values.forEach((name, all) -> all.forEach(value -> pairs.add(URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    /** Returns the conditions on runs as text, without what says how they are shown. */
    String selection() {
        Address selecting = this;
        for (String name : List.of("run", "sort", "up", "n", "from", "by", "per")) {
            selecting = selecting.with(name, null);
        }
        return selecting.toString();
    }

    /** Returns whether any condition is set. */
    boolean isFiltered() {
        return values.keySet().stream()
                .anyMatch(name -> !List.of("run", "sort", "up", "n", "from", "attempts", "samples", "by", "per")
                        .contains(name));
    }

    int shown() {
        return Math.max(1, Math.min(MOST, number("n", FIRST)));
    }

    int from() {
        return Math.max(0, number("from", 0));
    }

    private int number(String name, int otherwise) {
        String given = one(name);
        try {
            return given == null ? otherwise : Integer.parseInt(given);
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }

    RunQuery.Order order() {
        String given = one("sort");
        for (RunQuery.Order order : RunQuery.Order.values()) {
            if (order.word().equals(given)) {
                return order;
            }
        }
        return RunQuery.Order.STARTED;
    }

    boolean ascending() {
        return "1".equals(one("up"));
    }

    /** Returns what is looked for. */
    RunQuery query(Instant now) {
        Set<HistoryStatus> statuses = new TreeSet<>();
        all("status").forEach(word -> HistoryStatus.of(word).ifPresent(statuses::add));
        Map<RunQuery.Facet, String> facets = new EnumMap<>(RunQuery.Facet.class);
        for (RunQuery.Facet facet : RunQuery.Facet.values()) {
            String value = one(name(facet));
            if (value != null) {
                facets.put(facet, value);
            }
        }
        String words = one("q");
        RunFilter filter = new RunFilter(
                time(one("since"), now),
                time(one("until"), now),
                all("model"),
                Set.of(),
                amount(one("min_cost")),
                amount(one("max_cost")),
                all("tag"),
                Integer.MAX_VALUE);
        return new RunQuery(
                filter,
                words == null ? List.of() : List.of(words.split("\\s+")),
                statuses,
                facets,
                "1".equals(one("warned")),
                !"all".equals(one("attempts")),
                words == null && !"all".equals(one("samples")),
                order(),
                ascending());
    }

    static String name(RunQuery.Facet facet) {
        return facet.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<BigDecimal> amount(@Nullable String given) {
        try {
            return given == null ? Optional.empty() : Optional.of(new BigDecimal(given));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(@Nullable String given, Instant now) {
        if (given == null) {
            return Optional.empty();
        }
        Matcher age = AGE.matcher(given);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            return Optional.of(now.minus(
                    switch (age.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        case "w" -> Duration.ofDays(7 * count);
                        default -> Duration.ofDays(count);
                    }));
        }
        try {
            return Optional.of(
                    LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException notADate) {
            try {
                return Optional.of(Instant.parse(given));
            } catch (DateTimeParseException notATime) {
                return Optional.empty();
            }
        }
    }
}
