package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;

/** CPU time in user mode and in system mode, in seconds; null where the platform does not report it. */
record CpuTime(@Nullable Double user, @Nullable Double system) {
    static final CpuTime UNKNOWN = new CpuTime(null, null);

    /** Returns the difference to an earlier reading. */
    CpuTime since(CpuTime earlier) {
        return new CpuTime(difference(user, earlier.user), difference(system, earlier.system));
    }

    private static @Nullable Double difference(@Nullable Double later, @Nullable Double earlier) {
        return later == null || earlier == null
                ? null
                : (Double) Math.max(0, Math.round(100 * (later - earlier)) / 1e2);
    }
}
