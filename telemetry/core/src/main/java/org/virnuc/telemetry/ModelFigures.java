package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * What one model did in a run.
 *
 * @param providers who ran it, in the order first seen
 * @param devices where it ran, likewise
 * @param precisions number formats it ran in, likewise
 * @param calls the sum of its calls
 */
public record ModelFigures(List<String> providers, List<String> devices, List<String> precisions, CallFigures calls) {
    public ModelFigures {
        providers = List.copyOf(Checks.present(providers, "providers"));
        devices = List.copyOf(Checks.present(devices, "devices"));
        precisions = List.copyOf(Checks.present(precisions, "precisions"));
        Checks.present(calls, "calls");
    }

    /** The same with another sum of calls. */
    public ModelFigures withCalls(CallFigures priced) {
        return new ModelFigures(providers, devices, precisions, priced);
    }

    ModelFigures plus(ModelFigures other) {
        return new ModelFigures(
                union(providers, other.providers),
                union(devices, other.devices),
                union(precisions, other.precisions),
                calls.plus(other.calls));
    }

    private static List<String> union(List<String> one, List<String> other) {
        if (one.containsAll(other)) {
            return one;
        }
        List<String> all = new ArrayList<>(one);
        other.stream().filter(name -> !one.contains(name)).forEach(all::add);
        return all;
    }
}
