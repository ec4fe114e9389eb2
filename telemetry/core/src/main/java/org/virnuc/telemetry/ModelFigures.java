package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.files.PublicApi;

/**
 * Totals of one model over a run.
 *
 * @param providers who ran the model, in order of first use
 * @param devices where the model ran, in order of first use
 * @param precisions number formats the model ran in, in order of first use
 * @param calls totals over its calls
 */
@PublicApi
public record ModelFigures(List<String> providers, List<String> devices, List<String> precisions, CallFigures calls) {
    public ModelFigures {
        providers = List.copyOf(Checks.present(providers, "providers"));
        devices = List.copyOf(Checks.present(devices, "devices"));
        precisions = List.copyOf(Checks.present(precisions, "precisions"));
        Checks.present(calls, "calls");
    }

    /** Returns a copy with other totals. */
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
