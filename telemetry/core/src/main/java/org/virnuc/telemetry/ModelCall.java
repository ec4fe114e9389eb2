package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.redact.Redactor;

/**
 * One request to a model: a batch of a local encoder, or a call of a remote one. {@link #local} and {@link #of} build one field by field.
 *
 * @param model which model; reports add up by this name
 * @param provider who runs it, {@link #LOCAL} for this process
 * @param device where it ran, such as {@code cpu} or {@code cuda:0}
 * @param precision number format of the computation
 * @param promptTokens tokens read, padding not counted
 * @param completionTokens tokens generated; 0 for an encoder
 * @param cachedTokens those of the prompt that the provider had cached
 * @param items inputs in the batch
 * @param paddedTokens token slots computed beyond the real tokens
 * @param nanos time until the results were on the host
 * @param requestId the provider's; null where there is none
 * @param cost decimal, in the run's currency; null where it is not priced
 */
public record ModelCall(
        String model,
        String provider,
        String device,
        String precision,
        long promptTokens,
        long completionTokens,
        long cachedTokens,
        long items,
        long paddedTokens,
        long nanos,
        @Nullable String requestId,
        @Nullable BigDecimal cost) {

    /** The provider of a model that runs in this process. */
    public static final String LOCAL = "local";

    public ModelCall {
        Checks.text(model, "model");
        Checks.text(provider, "provider");
        Checks.text(device, "device");
        Checks.text(precision, "precision");
        Checks.notNegative(promptTokens, "prompt_tokens");
        Checks.notNegative(completionTokens, "completion_tokens");
        Checks.notNegative(cachedTokens, "cached");
        Checks.notNegative(items, "items");
        Checks.notNegative(paddedTokens, "padded_tokens");
        Checks.notNegative(nanos, "nanos");
        Checks.notNegative(cost, "cost");
    }

    /** The same call without what is sensitive in the model's name and without the request's id. */
    ModelCall redacted(Redactor redactor) {
        return redactor.on()
                ? toBuilder()
                        .model(redactor.text(model))
                        .provider(redactor.text(provider))
                        .requestId(redactor.request(requestId))
                        .took(nanos)
                : this;
    }

    /** Starts a call of a model that runs in this process; device and precision must follow, figures not set are 0. */
    public static Builder local(String model) {
        return of(model).provider(LOCAL);
    }

    /** Starts a call of a model; provider, device and precision must follow, figures not set are 0. */
    public static Builder of(String model) {
        return new Builder(model);
    }

    /** Starts a call that has everything of this one but its time. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Names the fields of a call; twelve positional values would be swapped sooner or later, unnoticed. */
    public static final class Builder {
        private String model;
        private String provider = "";
        private String device = "";
        private String precision = "";
        private long promptTokens;
        private long completionTokens;
        private long cachedTokens;
        private long items;
        private long paddedTokens;
        private @Nullable String requestId;
        private @Nullable BigDecimal cost;

        private Builder(String model) {
            this.model = model;
        }

        private Builder(ModelCall call) {
            this(call.model);
            provider = call.provider;
            device = call.device;
            precision = call.precision;
            promptTokens = call.promptTokens;
            completionTokens = call.completionTokens;
            cachedTokens = call.cachedTokens;
            items = call.items;
            paddedTokens = call.paddedTokens;
            requestId = call.requestId;
            cost = call.cost;
        }

        private Builder model(String name) {
            model = name;
            return this;
        }

        /** Who runs the model. */
        public Builder provider(String name) {
            provider = name;
            return this;
        }

        /** Where it ran. */
        public Builder device(String name) {
            device = name;
            return this;
        }

        /** Number format of the computation. */
        public Builder precision(String name) {
            precision = name;
            return this;
        }

        /** Tokens read, padding not counted. */
        public Builder promptTokens(long count) {
            promptTokens = count;
            return this;
        }

        /** Tokens generated. */
        public Builder completionTokens(long count) {
            completionTokens = count;
            return this;
        }

        /** Tokens of the prompt that the provider had cached. */
        public Builder cachedTokens(long count) {
            cachedTokens = count;
            return this;
        }

        /** Inputs in the batch. */
        public Builder items(long count) {
            items = count;
            return this;
        }

        /** Token slots computed beyond the real tokens. */
        public Builder paddedTokens(long count) {
            paddedTokens = count;
            return this;
        }

        /** The provider's name for the request; null where there is none. */
        public Builder requestId(@Nullable String id) {
            requestId = id;
            return this;
        }

        /** What the provider charged, in the run's currency; null where that is not known. */
        public Builder cost(@Nullable BigDecimal amount) {
            cost = amount;
            return this;
        }

        /** The call, which took {@code nanos} until its results were on the host. */
        public ModelCall took(long nanos) {
            return new ModelCall(
                    model,
                    provider,
                    device,
                    precision,
                    promptTokens,
                    completionTokens,
                    cachedTokens,
                    items,
                    paddedTokens,
                    nanos,
                    requestId,
                    cost);
        }
    }
}
