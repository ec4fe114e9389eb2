package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * The prices that the costs of a report are based on; only the entries of the price sheet that were used.
 *
 * @param source the price sheets that the prices come from
 * @param currency currency of all prices and costs
 * @param validFrom first day on which the prices are valid, ISO 8601; the latest if they differ, null if not stated
 * @param validUntil last day on which the prices are valid, ISO 8601; the earliest if they differ, null if not stated
 * @param models prices by model
 * @param devices prices by device
 * @param estimated models and devices whose price is only a stand-in, because the sheet has no entry for them or the
 *     entry was not valid on the day of the run
 * @param notPriced models and devices without any price, which the costs leave out
 */
@PublicApi
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
     * The origin of a price.
     *
     * @param source a web page, a contract or a list
     * @param validFrom first day, ISO 8601; null if the price has no first day
     * @param validUntil last day, ISO 8601; null if the price has no last day
     */
    public record Origin(String source, @Nullable String validFrom, @Nullable String validUntil) {
        public Origin {
            Checks.text(source, "pricing.source");
        }

        /** Returns this origin with a changed source. */
        public Origin withSource(UnaryOperator<String> changed) {
            return new Origin(changed.apply(source), validFrom, validUntil);
        }
    }

    /**
     * Price of 1,000 tokens of a model. {@code cached} applies to prompt tokens that came from the provider's cache.
     */
    public record ModelPrice(BigDecimal prompt, BigDecimal completion, BigDecimal cached, Origin origin) {
        public ModelPrice {
            Checks.notNegative(Checks.present(prompt, "prompt"), "pricing.prompt");
            Checks.notNegative(Checks.present(completion, "completion"), "pricing.completion");
            Checks.notNegative(Checks.present(cached, "cached"), "pricing.cached");
            Checks.present(origin, "pricing.origin");
        }
    }

    /** Price of holding one device for an hour, whether it is used or not. */
    public record DevicePrice(BigDecimal perHour, Origin origin) {
        public DevicePrice {
            Checks.notNegative(Checks.present(perHour, "per_hour"), "pricing.per_hour");
            Checks.present(origin, "pricing.origin");
        }
    }
}
