package org.virnuc.telemetry.cost;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PricingReport;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.PricingReport.Origin;

/** Looks up prices for one run, and records which prices were used and which of them are stand-ins. */
final class PricesUsed {
    private final PriceSheet sheet;
    private final String day;
    private final Map<String, ModelPrice> models = new LinkedHashMap<>();
    private final Map<String, DevicePrice> devices = new LinkedHashMap<>();
    private final Set<String> estimated = new LinkedHashSet<>();
    private final Set<String> notPriced = new LinkedHashSet<>();
    private boolean billed;

    PricesUsed(PriceSheet sheet, Instant start) {
        this.sheet = sheet;
        this.day = start.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    @Nullable ModelPrice model(String model, String provider) {
        PriceSheet.Found<ModelPrice> found = sheet.model(model, provider);
        if (found == null) {
            if (!provider.equals(ModelCall.LOCAL)) {
                notPriced.add(model);
            }
            return null;
        }
        models.put(model, found.price());
        note(model, found.standIn(), found.price().origin());
        return found.price();
    }

    @Nullable DevicePrice device(String device, String type) {
        PriceSheet.Found<DevicePrice> found = sheet.device(device, type);
        if (found == null) {
            notPriced.add(device);
            return null;
        }
        devices.put(device, found.price());
        note(device, found.standIn(), found.price().origin());
        return found.price();
    }

    /** Records that a provider itself reported the cost of a call. */
    void billed() {
        billed = true;
    }

    /** Returns whether anything had a cost. */
    boolean any() {
        return billed || !models.isEmpty() || !devices.isEmpty();
    }

    /** Returns the models and devices whose price is only a stand-in, or was not valid on the day. */
    List<String> estimated() {
        return List.copyOf(estimated);
    }

    /** Returns the models and devices without a price. */
    List<String> notPriced() {
        return List.copyOf(notPriced);
    }

    private void note(String name, boolean standIn, Origin origin) {
        String from = origin.validFrom();
        String until = origin.validUntil();
        if (standIn || (from != null && day.compareTo(from) < 0) || (until != null && day.compareTo(until) > 0)) {
            estimated.add(name);
        }
    }

    PricingReport report() {
        Set<String> sources = new LinkedHashSet<>();
        String from = null;
        String until = null;
        for (Origin origin : origins()) {
            sources.add(origin.source());
            String first = origin.validFrom();
            String last = origin.validUntil();
            from = first != null && (from == null || first.compareTo(from) > 0) ? first : from;
            until = last != null && (until == null || last.compareTo(until) < 0) ? last : until;
        }
        if (billed) {
            sources.add("the provider");
        }
        return new PricingReport(
                String.join("; ", sources), sheet.currency(), from, until, models, devices, estimated(), notPriced());
    }

    private List<Origin> origins() {
        return java.util.stream.Stream.concat(
                        models.values().stream().map(ModelPrice::origin),
                        devices.values().stream().map(DevicePrice::origin))
                .toList();
    }
}
