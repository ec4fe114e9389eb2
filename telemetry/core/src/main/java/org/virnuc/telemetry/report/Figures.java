package org.virnuc.telemetry.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.virnuc.telemetry.CostSplit;

/** Numbers as people read them, the same in every report and in every language setting. */
public final class Figures {
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);
    private static final int CENTS = 2;
    private static final int GROUP = 3;

    private Figures() {}

    /** {@code 12,000}. */
    public static String count(long value) {
        return grouped(Long.toString(value));
    }

    /** {@code 12.3 s}; below a second to the millisecond. */
    public static String seconds(double value) {
        return (value < 1 ? fixed(value, 3) : grouped(fixed(value, 1))) + " s";
    }

    /** As {@code String.format} has it, at a tenth of the time: a list of runs has hundreds of thousands of numbers. */
    private static String fixed(double value, int places) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(places, RoundingMode.HALF_UP)
                        .toPlainString()
                : String.valueOf(value);
    }

    /** Commas between thousands. */
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

    /** {@code 999 B}, {@code 12.3 MB}, {@code 4.0 GB}; by thousands. */
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

    /** {@code 0:34}, {@code 12:05} or {@code 1:02:03}. */
    public static String clock(long seconds) {
        long hours = seconds / 3600;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** A share of 1 as {@code 61.0 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Something per second: {@code 532}, and {@code 3.2} below ten. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    /** How many times as fast: {@code 4.1x}. */
    public static String times(double factor) {
        return String.format(Locale.ROOT, factor < 100 ? "%.1fx" : "%,.0fx", factor);
    }

    /** An amount, {@code 0.001235} or {@code 1234.57}: to the cent, below a unit to four digits that count. */
    public static String money(BigDecimal amount) {
        BigDecimal shown = amount.compareTo(BigDecimal.ONE) < 0
                ? amount.round(FOUR_DIGITS)
                : amount.setScale(CENTS, RoundingMode.HALF_UP);
        return CostSplit.plain(shown).toPlainString();
    }

    /** With the currency: {@code 0.001235 USD}. */
    public static String money(BigDecimal amount, String currency) {
        return money(amount) + " " + currency;
    }

    /** A metric by the form its name asks for: {@code ..._share} as percent, else whole or to three places. */
    public static String metric(String name, Number value) {
        if (name.endsWith("_share")) {
            return percent(value.doubleValue());
        }
        return value instanceof Long whole ? count(whole) : String.format(Locale.ROOT, "%,.3f", value.doubleValue());
    }
}
