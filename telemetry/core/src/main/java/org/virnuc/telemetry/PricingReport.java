package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prices that the costs of a report follow, and nothing else of the price sheet.
 *
 * @param source the price sheets that the prices come from
 * @param currency of all prices and costs
 * @param validFrom first day of the prices, ISO 8601; where they differ the latest; null where not said
 * @param validUntil last day; where they differ the earliest
 * @param models prices by model
 * @param devices prices by device
 * @param estimated models and devices whose price is a stand-in: none was given for them, or it was not valid on the day
 * @param notPriced models and devices without any price: the costs leave them out
 */
public record PricingReport(
        String source,
        String currency,
        @Nullable String validFrom,
        @Nullable String validUntil,
        Map<String, ModelPrice> models,
        Map<String, DevicePrice> devices,
        List<String> estimated,
        List<String> notPriced) {
    public PricingReport {
        Checks.text(source, "pricing.source");
        Checks.text(currency, "pricing.currency");
        models = Checks.ordered(models, "pricing.models");
        devices = Checks.ordered(devices, "pricing.devices");
        estimated = List.copyOf(Checks.present(estimated, "pricing.estimated"));
        notPriced = List.copyOf(Checks.present(notPriced, "pricing.not_priced"));
    }

    /**
     * Where a price comes from.
     *
     * @param source a page, a contract, a list
     * @param validFrom first day, ISO 8601; null for always
     * @param validUntil last day; null for ever
     */
    public record Origin(String source, @Nullable String validFrom, @Nullable String validUntil) {
        public Origin {
            Checks.text(source, "pricing.source");
        }
    }

    /** The price of 1,000 tokens of a model; {@code cached} is for those of the prompt that the provider had cached. */
    public record ModelPrice(BigDecimal prompt, BigDecimal completion, BigDecimal cached, Origin origin) {
        public ModelPrice {
            Checks.notNegative(Checks.present(prompt, "prompt"), "pricing.prompt");
            Checks.notNegative(Checks.present(completion, "completion"), "pricing.completion");
            Checks.notNegative(Checks.present(cached, "cached"), "pricing.cached");
            Checks.present(origin, "pricing.origin");
        }
    }

    /** The price of an hour of one device, used or not. */
    public record DevicePrice(BigDecimal perHour, Origin origin) {
        public DevicePrice {
            Checks.notNegative(Checks.present(perHour, "per_hour"), "pricing.per_hour");
            Checks.present(origin, "pricing.origin");
        }
    }
}
