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

/** What would be paid for a run that has not begun, by the rules that {@link CostMeter} prices finished ones by. */
public final class CostForecast {
    private final PriceSheet sheet;
    private final PricesUsed prices;

    /** Prices by that sheet, for a run at that time. */
    public CostForecast(PriceSheet sheet, Instant when) {
        this.sheet = sheet;
        this.prices = new PricesUsed(sheet, when);
    }

    /**
     * One entry of the sheet for devices.
     *
     * @param name as the sheet has it
     * @param used whether a device that was asked for is paid by it
     */
    public record Entry(String name, BigDecimal perHour, boolean used) {}

    /**
     * What holding all of the devices costs; null where none has a price.
     *
     * @param devices each with the name that a price sheet knows it by
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

    /** What tokens cost that a model reads; null where it is not paid by the token. */
    public @Nullable BigDecimal tokens(String model, String provider, long tokens) {
        ModelPrice price = prices.model(model, provider);
        return price == null ? null : TokenCosts.of(new CallFigures(0, tokens, 0, 0, 0, 0, 0, null), price);
    }

    /** The sheet's entries for devices by name, the stand-in left out unless it is used. */
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

    /** The code of all prices. */
    public String currency() {
        return sheet.currency();
    }

    /** Devices and models asked for whose price is a stand-in, or not valid on the day. */
    public List<String> estimated() {
        return prices.estimated();
    }

    /** Devices asked for that have no price. */
    public List<String> notPriced() {
        return prices.notPriced();
    }
}
