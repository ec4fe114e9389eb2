package org.virnuc.models.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.virnuc.files.Digests;
import org.virnuc.models.Precision;

/**
 * How fast one core multiplies matrices as large as those of an encoder, in 10^9 operations a second, and how all cores do it best.
 *
 * @param fp32 in fp32
 * @param bf16 in bf16; 0 where it cannot
 * @param lanes how its cores are best shared
 */
record CpuSpeed(double fp32, double bf16, CpuLanes lanes) {
    /** Below this bf16 is not worth its rounding: the rest of a layer gains less than the products. */
    private static final double WORTH = 1.3;

    private static final String HASH = "sha256";

    CpuSpeed {
        if (!(fp32 > 0) || !(bf16 >= 0) || Double.isInfinite(fp32) || Double.isInfinite(bf16)) {
            throw new IllegalArgumentException("speeds of " + fp32 + " and " + bf16 + " cannot be");
        }
    }

    /** The precision that {@code auto} is: never one whose agreement with fp32 is not known, nor one that does not pay. */
    Precision best() {
        return best(fp32, bf16);
    }

    static Precision best(double fp32, double bf16) {
        return bf16 >= WORTH * fp32 ? Precision.BF16 : Precision.FP32;
    }

    /** Why, for people. */
    String reason() {
        return String.format(
                Locale.ROOT,
                "measured on one core: fp32 %.0f, bf16 %.0f billion operations a second; bf16 is taken from %.1f times fp32",
                fp32,
                bf16,
                WORTH);
    }

    Properties written(String key) {
        Properties properties = new Properties();
        properties.setProperty("key", key);
        properties.setProperty("fp32", Double.toString(fp32));
        properties.setProperty("bf16", Double.toString(bf16));
        properties.setProperty("lanes.small", Integer.toString(lanes.small()));
        properties.setProperty("lanes.large", Integer.toString(lanes.large()));
        properties.setProperty(HASH, hash(properties));
        return properties;
    }

    /** The SHA-256 of all other properties, by name: a speed decides the precision, so it is believed only whole. */
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

    /** What was written for the same CPU; empty where it was for another, is damaged, cannot be read or cannot be. */
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
                    lanes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
