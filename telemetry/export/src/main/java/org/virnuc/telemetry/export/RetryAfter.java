package org.virnuc.telemetry.export;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long a server asks to wait, in seconds or until a date. */
final class RetryAfter {
    private RetryAfter() {}

    /** What the header says, {@code otherwise} where there is none that can be read. */
    static Duration of(HttpHeaders headers, Duration otherwise) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration pause = Duration.between(Instant.now(), until);
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException unreadable) {
            return otherwise;
        }
    }
}
