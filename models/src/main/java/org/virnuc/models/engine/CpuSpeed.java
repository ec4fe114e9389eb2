package org.virnuc.models.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.virnuc.files.Digests;
import org.virnuc.models.Precision;

/**
 * How one core multiplies matrices of the size that encoders use, in 10^9 operations per second, and how cores are best
 * shared.
 *
 * @param fp32 speed in fp32
 * @param bf16 speed in bf16 with oneDNN; 0 if oneDNN does not support it on this CPU
 * @param int8 how products of int8 come out
 * @param lanes how cores are best shared
 */
record CpuSpeed(double fp32, double bf16, Int8Products int8, CpuLanes lanes) {
    /**
     * The smallest speed-up that makes bf16's rounding worthwhile: the other parts of a layer gain less than matrix
     * products.
     */
    private static final double WORTH = 1.3;

    private static final String HASH = "sha256";

    CpuSpeed {
        if (!(fp32 > 0) || !(bf16 >= 0) || Double.isInfinite(fp32) || Double.isInfinite(bf16)) {
            throw new IllegalArgumentException("speeds of " + fp32 + " and " + bf16 + " cannot be");
        }
    }

    /**
     * The precision that {@code auto} stands for: bf16 if its speed is worth its rounding, otherwise fp32. Never fp16,
     * whose agreement with fp32 is not known.
     */
    Precision best() {
        return best(fp32, bf16);
    }

    static Precision best(double fp32, double bf16) {
        return bf16 >= WORTH * fp32 ? Precision.BF16 : Precision.FP32;
    }

    /** The reason for the choice, for people. */
    String reason() {
        if (bf16 == 0) {
            return String.format(
                    Locale.ROOT,
                    "measured on one core: fp32 %.0f billion operations a second; this CPU has no instructions for bf16",
                    fp32);
        }
        return String.format(
                Locale.ROOT,
                "measured on one core: fp32 %.0f, bf16 %.0f billion operations a second; bf16 is used from %.1f times fp32 on",
                fp32,
                bf16,
                WORTH);
    }

    /** What a user who asked for a precision should know of it on this CPU, to be appended; empty if nothing. */
    String caution(Precision asked) {
        if (asked == Precision.BF16 && bf16 == 0) {
            return "; this CPU has no instructions for bf16, so fp32 is faster";
        }
        return asked == Precision.INT8 && int8 == Int8Products.SATURATING
                ? "; weights have 7 bits, because products of 8 bits overflow on this CPU"
                : "";
    }

    Properties written(String key) {
        Properties properties = new Properties();
        properties.setProperty("key", key);
        properties.setProperty("fp32", Double.toString(fp32));
        properties.setProperty("bf16", Double.toString(bf16));
        properties.setProperty("int8", int8.name());
        properties.setProperty("lanes.small", Integer.toString(lanes.small()));
        properties.setProperty("lanes.large", Integer.toString(lanes.large()));
        properties.setProperty(HASH, hash(properties));
        return properties;
    }

    /**
     * The SHA-256 of all other properties, by name. Speed decides the precision, so a damaged entry must not be used.
     */
    private static String hash(Properties properties) {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (!name.equals(HASH)) {
                text.append(name)
                        .append('=')
                        .append(properties.getProperty(name))
                        .append('\n');
            }
        }
        return Digests.ofText(text.toString());
    }

    /** Reads the stored speed of this CPU; empty if it is of another CPU, is damaged or cannot be read. */
    static Optional<CpuSpeed> read(Properties properties, CpuProbe.Cpu cpu) {
        if (!cpu.key().equals(properties.getProperty("key"))
                || !hash(properties).equals(properties.getProperty(HASH))) {
            return Optional.empty();
        }
        try {
            CpuLanes lanes = new CpuLanes(
                    Integer.parseInt(properties.getProperty("lanes.small", "")),
                    Integer.parseInt(properties.getProperty("lanes.large", "")));
            if (Math.max(lanes.small(), lanes.large()) > cpu.cores()) {
                return Optional.empty();
            }
            return Optional.of(new CpuSpeed(
                    Double.parseDouble(properties.getProperty("fp32", "")),
                    Double.parseDouble(properties.getProperty("bf16", "")),
                    Int8Products.valueOf(properties.getProperty("int8", "")),
                    lanes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
