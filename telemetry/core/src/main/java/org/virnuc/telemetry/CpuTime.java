package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;

/** CPU seconds in user and system mode; null where they are not to be had. */
record CpuTime(@Nullable Double user, @Nullable Double system) {
    static final CpuTime UNKNOWN = new CpuTime(null, null);

    /** Seconds since {@code earlier}. */
    CpuTime since(CpuTime earlier) {
        return new CpuTime(difference(user, earlier.user), difference(system, earlier.system));
    }

    private static @Nullable Double difference(@Nullable Double later, @Nullable Double earlier) {
        return later == null || earlier == null
                ? null
                : (Double) Math.max(0, Math.round(100 * (later - earlier)) / 1e2);
    }
}
