package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CallFigures;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;

/** Predicts what a run will cost before it starts, by the same rules as {@link CostMeter} applies to finished runs. */
public final class CostForecast {
    private final PriceSheet sheet;
    private final PricesUsed prices;

    /** Creates a forecast by the prices of {@code sheet} for a run at the time {@code when}. */
    public CostForecast(PriceSheet sheet, Instant when) {
        this.sheet = sheet;
        this.prices = new PricesUsed(sheet, when);
    }

    /**
     * A device entry of the price sheet.
     *
     * @param name name of the entry in the sheet
     * @param used whether one of the requested devices is priced by this entry
     */
    public record Entry(String name, BigDecimal perHour, boolean used) {}

    /**
     * Returns what holding all of the devices costs; null if none of them has a price.
     *
     * @param devices device names, each with the type by which a price sheet knows it
     */
    public @Nullable BigDecimal devices(Map<String, String> devices, double seconds) {
        BigDecimal sum = null;
        for (Map.Entry<String, String> device : devices.entrySet()) {
            DevicePrice price = prices.device(device.getKey(), device.getValue());
            if (price != null) {
                BigDecimal cost = DeviceCosts.of(price, Math.round(seconds * 1e6));
                sum = CostSplit.plain(sum == null ? cost : sum.add(cost));
            }
        }
        return sum;
    }

    /** Returns the cost of the tokens that a model reads; null if the model is not priced by the token. */
    public @Nullable BigDecimal tokens(String model, String provider, long tokens) {
        ModelPrice price = prices.model(model, provider);
        return price == null ? null : TokenCosts.of(new CallFigures(0, tokens, 0, 0, 0, 0, 0, null), price);
    }

    /** Returns the device entries of the sheet by name. The default entry is left out unless it is used. */
    public List<Entry> entries(Map<String, String> devices) {
        Set<String> used = new HashSet<>();
        devices.forEach((device, type) -> {
            PriceSheet.Found<DevicePrice> found = sheet.device(device, type);
            if (found != null) {
                used.add(found.key());
            }
        });
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(sheet.devices()).forEach((name, price) -> {
            if (used.contains(name) || !name.equals(PriceSheet.DEFAULT)) {
                entries.add(new Entry(name, price.perHour(), used.contains(name)));
            }
        });
        return entries;
    }

    /** Returns the currency code of all prices. */
    public String currency() {
        return sheet.currency();
    }

    /**
     * Returns the requested devices and models whose price is only a stand-in, or is not valid on the day of the run.
     */
    public List<String> estimated() {
        return prices.estimated();
    }

    /** Returns the requested devices that have no price. */
    public List<String> notPriced() {
        return prices.notPriced();
    }
}
