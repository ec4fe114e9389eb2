package org.virnuc.telemetry.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.virnuc.telemetry.CostSplit;

/** Formats numbers for people. All reports use these formats, whatever the locale. */
public final class Figures {
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);
    private static final int CENTS = 2;
    private static final int GROUP = 3;

    private Figures() {}

    /** Formats a count, for example {@code 12,000}. */
    public static String count(long value) {
        return grouped(Long.toString(value));
    }

    /** Formats a count with what is counted, for example {@code 1 record} and {@code 12,000 records}. */
    public static String counted(long value, String what) {
        return count(value) + " " + what + (value == 1 ? "" : "s");
    }

    /** Formats seconds, for example {@code 12.3 s}; to the millisecond below one second. */
    public static String seconds(double value) {
        return (value < 1 ? fixed(value, 3) : grouped(fixed(value, 1))) + " s";
    }

    /**
     * Formats like {@code String.format}, ten times as fast: a list of runs contains hundreds of thousands of numbers.
     */
    private static String fixed(double value, int places) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(places, RoundingMode.HALF_UP)
                        .toPlainString()
                : String.valueOf(value);
    }

    /** Inserts commas between groups of thousands. */
    private static String grouped(String number) {
        int first = number.startsWith("-") ? 1 : 0;
        int point = number.indexOf('.');
        int end = point < 0 ? number.length() : point;
        if (end - first <= GROUP) {
            return number;
        }
        StringBuilder grouped = new StringBuilder(number);
        for (int i = end - GROUP; i > first; i -= GROUP) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }

    /** Formats bytes, for example {@code 999 B}, {@code 12.3 MB}, {@code 4.0 GB}. Units are powers of 1,000. */
    public static String bytes(long count) {
        String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
        int unit = -1;
        double value = count;
        while (value >= 999.95 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit < 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /** Formats a duration as {@code 0:34}, {@code 12:05} or {@code 1:02:03}. */
    public static String clock(long seconds) {
        long hours = seconds / 3600;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** Formats a share from 0 to 1 as a percentage, for example {@code 61.0 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /**
     * Formats a rate per second, for example {@code 532}; with one decimal place below ten, for example {@code 3.2}.
     */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    /** Formats a speed-up, for example {@code 4.1x}. */
    public static String times(double factor) {
        return String.format(Locale.ROOT, factor < 100 ? "%.1fx" : "%,.0fx", factor);
    }

    /**
     * Formats an amount of money, for example {@code 1234.57}; below one unit with four significant digits, for example
     * {@code 0.001235}.
     */
    public static String money(BigDecimal amount) {
        BigDecimal shown = amount.compareTo(BigDecimal.ONE) < 0
                ? amount.round(FOUR_DIGITS)
                : amount.setScale(CENTS, RoundingMode.HALF_UP);
        return CostSplit.plain(shown).toPlainString();
    }

    /** Formats an amount of money with its currency, for example {@code 0.001235 USD}. */
    public static String money(BigDecimal amount, String currency) {
        return money(amount) + " " + currency;
    }

    /**
     * Formats a metric by its name: {@code ..._share} as a percentage, others as a whole number or with three decimal
     * places.
     */
    public static String metric(String name, Number value) {
        if (name.endsWith("_share")) {
            return percent(value.doubleValue());
        }
        return value instanceof Long whole ? count(whole) : String.format(Locale.ROOT, "%,.3f", value.doubleValue());
    }
}
