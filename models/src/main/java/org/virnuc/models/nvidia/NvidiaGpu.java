package org.virnuc.models.nvidia;

/**
 * A GPU that CUDA programs may use.
 *
 * @param number its number among them, as in {@code cuda:0}
 * @param name what its maker calls it; a part of a divided GPU has {@code MIG} in its name
 * @param bus where it sits, such as {@code 0000:1B:00.0}; the parts of a divided GPU share it
 * @param memoryBytes its whole memory
 * @param major compute capability, before the point
 * @param minor compute capability, after the point
 */
public record NvidiaGpu(int number, String name, String bus, long memoryBytes, int major, int minor) {
    private static final double GIBI = 1 << 30;

    /** The compute capability, such as {@code 9.0}. */
    public String capability() {
        return major + "." + minor;
    }

    /** Whether it is a part of a GPU that MIG divides. */
    public boolean isPart() {
        return name.contains("MIG");
    }

    /** Name, memory and compute capability, for people. */
    public String description() {
        return String.format(
                java.util.Locale.ROOT,
                "%s, %.1f GiB, compute capability %s%s",
                name,
                memoryBytes / GIBI,
                capability(),
                isPart() ? ", a part of a GPU (MIG)" : "");
    }
}
