package org.virnuc.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnuc.engine.UsageException;

/** Parses points in time, durations and sizes as typed by users. */
final class InstantParser {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})([smhdw])");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?([KMG]?)i?B?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private InstantParser() {}

    /**
     * Parses a date, a time, or an age before {@code now}. The time zone is UTC unless the text gives another.
     *
     * @param option name of the option in messages
     */
    static Instant parse(String option, String given, Instant now) {
        if (AGE.matcher(given).matches()) {
            return now.minus(age(option, given));
        }
        try {
            if (DATE.matcher(given).matches()) {
                return LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return given.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
                    ? OffsetDateTime.parse(given).toInstant()
                    : LocalDateTime.parse(given).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    option + " " + given + " is not a time; give a date such as 2026-11-22, a time such as"
                            + " 2026-11-22T15:30:00Z, or an age such as 7d, 12h or 30m",
                    e);
        }
    }

    /** Parses {@code 30s}, {@code 15m}, {@code 12h}, {@code 7d} or {@code 2w}. */
    static Duration age(String option, String given) {
        Matcher matcher = AGE.matcher(given);
        if (!matcher.matches()) {
            throw new UsageException(
                    option + " " + given + " is not an amount of time; give one such as 7d, 12h or 30m");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(7 * amount);
        };
    }

    /** Parses {@code 500MB} or {@code 2G} as bytes, in powers of 1,024. */
    static long size(String option, String given) {
        Matcher matcher = SIZE.matcher(given);
        if (!matcher.matches()) {
            throw new UsageException(option + " " + given + " is not a size; give one such as 500MB or 2GB");
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        return Long.parseLong(matcher.group(1)) << (unit.isEmpty() ? 0 : 10 * (1 + "KMG".indexOf(unit)));
    }
}
