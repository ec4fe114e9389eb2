package org.virnuc.telemetry.cost;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;

/**
 * Prices of models and devices. {@link PriceSheets} reads a sheet from a file.
 *
 * @param currency ISO 4217 code of all prices
 * @param models price of 1,000 tokens by model, with keys such as {@code gpt-4o-mini} or {@code openai/gpt-4o-mini}
 * @param devices price of an hour by device, with keys such as {@code NVIDIA L4}, {@code cuda:0}, {@code cuda} or
 *     {@code cpu}
 */
@PublicApi
public record PriceSheet(String currency, Map<String, ModelPrice> models, Map<String, DevicePrice> devices) {
    /** Key of the entry that applies where no other entry does. */
    public static final String DEFAULT = "default";

    public PriceSheet {
        models = Map.copyOf(models);
        devices = Map.copyOf(devices);
    }

    /**
     * A price that was looked up.
     *
     * @param key key of the entry that applies; {@link #DEFAULT} if the price is a stand-in
     */
    record Found<P>(String key, P price) {
        boolean standIn() {
            return key.equals(DEFAULT);
        }
    }

    /**
     * Returns a sheet in which entries of {@code later} replace those of this sheet that have the same key. If the
     * currencies differ, only entries of this sheet that cost nothing are kept, because the others could not be added
     * up.
     */
    public PriceSheet with(PriceSheet later) {
        boolean same = currency.equals(later.currency);
        return new PriceSheet(
                later.currency,
                merged(models, later.models, price -> same || isFree(price)),
                merged(devices, later.devices, price -> same || price.perHour().signum() == 0));
    }

    /** Returns this sheet with changed sources of its prices, such as without private ones. */
    public PriceSheet withSources(UnaryOperator<String> changed) {
        Map<String, ModelPrice> ofModels = new LinkedHashMap<>();
        models.forEach((name, price) -> ofModels.put(
                name,
                new ModelPrice(
                        price.prompt(),
                        price.completion(),
                        price.cached(),
                        price.origin().withSource(changed))));
        Map<String, DevicePrice> ofDevices = new LinkedHashMap<>();
        devices.forEach((name, price) -> ofDevices.put(
                name, new DevicePrice(price.perHour(), price.origin().withSource(changed))));
        return new PriceSheet(currency, ofModels, ofDevices);
    }

    /**
     * Looks up the price of a model; null if it has none. A local model is priced by its device, unless the sheet names
     * the model.
     */
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
     * Looks up the price of a device; null if it has none.
     *
     * @param device name of the device in the run, such as {@code cuda:0}
     * @param type what the device is, such as {@code NVIDIA L4}
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
