package org.virnuc.telemetry.cost;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;

/**
 * What models and devices cost. {@link PriceSheets} reads one.
 *
 * @param currency ISO 4217 code of all prices
 * @param models price of 1,000 tokens by model, as {@code gpt-4o-mini} or {@code openai/gpt-4o-mini}
 * @param devices price of an hour by device, as {@code NVIDIA L4}, {@code cuda:0}, {@code cuda} or {@code cpu}
 */
public record PriceSheet(String currency, Map<String, ModelPrice> models, Map<String, DevicePrice> devices) {
    /** The entry for what no other entry names. */
    public static final String DEFAULT = "default";

    public PriceSheet {
        models = Map.copyOf(models);
        devices = Map.copyOf(devices);
    }

    /**
     * A price, and whether it is a stand-in.
     *
     * @param key the entry it was found under
     */
    record Found<P>(String key, P price) {
        boolean standIn() {
            return key.equals(DEFAULT);
        }
    }

    /**
     * This sheet with the entries of {@code later} in place of its own of the same name. Where the currencies differ, only free entries of
     * this sheet remain: the others could not be added up.
     */
    public PriceSheet with(PriceSheet later) {
        boolean same = currency.equals(later.currency);
        return new PriceSheet(
                later.currency,
                merged(models, later.models, price -> same || isFree(price)),
                merged(devices, later.devices, price -> same || price.perHour().signum() == 0));
    }

    /** The price of a model; null where it has none. A local model is paid by its device, unless it is named. */
    @Nullable Found<ModelPrice> model(String model, String provider) {
        for (String key : new String[] {provider + "/" + model, model}) {
            ModelPrice price = models.get(key);
            if (price != null) {
                return new Found<>(key, price);
            }
        }
        ModelPrice standIn = provider.equals(ModelCall.LOCAL) ? null : models.get(DEFAULT);
        return standIn == null ? null : new Found<>(DEFAULT, standIn);
    }

    /**
     * The price of a device; null where it has none.
     *
     * @param device its name in the run, as {@code cuda:0}
     * @param type what it is, as {@code NVIDIA L4}
     */
    @Nullable Found<DevicePrice> device(String device, String type) {
        for (Map.Entry<String, DevicePrice> entry : devices.entrySet()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals(type.toLowerCase(Locale.ROOT))) {
                return new Found<>(entry.getKey(), entry.getValue());
            }
        }
        int colon = device.indexOf(':');
        for (String key : new String[] {device, colon < 0 ? device : device.substring(0, colon), DEFAULT}) {
            DevicePrice price = devices.get(key);
            if (price != null) {
                return new Found<>(key, price);
            }
        }
        return null;
    }

    private static boolean isFree(ModelPrice price) {
        return price.prompt().signum() == 0
                && price.completion().signum() == 0
                && price.cached().signum() == 0;
    }

    private static <P> Map<String, P> merged(Map<String, P> earlier, Map<String, P> later, Predicate<P> stays) {
        Map<String, P> all = new LinkedHashMap<>();
        earlier.forEach((key, price) -> {
            if (stays.test(price)) {
                all.put(key, price);
            }
        });
        all.putAll(later);
        return all;
    }
}
