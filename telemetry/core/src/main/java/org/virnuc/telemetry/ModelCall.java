package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.redact.Redactor;

/**
 * One request to a model: a batch of a local encoder, or a call to a remote provider. Create one with {@link #local} or
 * {@link #of}.
 *
 * @param model name of the model; reports add up calls by this name
 * @param provider who runs the model, or {@link #LOCAL} for this process
 * @param device where it ran, such as {@code cpu} or {@code cuda:0}
 * @param precision number format of the computation, such as {@code fp32}
 * @param promptTokens tokens read, without padding
 * @param completionTokens tokens generated; 0 for an encoder
 * @param cachedTokens prompt tokens that came from the provider's cache
 * @param items inputs in the batch
 * @param paddedTokens token slots computed in addition to the real tokens
 * @param nanos nanoseconds until the results were in host memory
 * @param requestId the provider's id of the request; null if there is none
 * @param cost decimal amount in the run's currency; null if the call has no price
 */
@PublicApi
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

    /** Provider of a model that runs in this process. */
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

    /** Returns a copy without sensitive text in the model's name and without the request id. */
    ModelCall redacted(Redactor redactor) {
        return redactor.on()
                ? toBuilder()
                        .model(redactor.text(model))
                        .provider(redactor.text(provider))
                        .requestId(redactor.request(requestId))
                        .took(nanos)
                : this;
    }

    /** Starts a call to a model that runs in this process. Device and precision must be set; counts default to 0. */
    public static Builder local(String model) {
        return of(model).provider(LOCAL);
    }

    /** Starts a call to a model. Provider, device and precision must be set; counts default to 0. */
    public static Builder of(String model) {
        return new Builder(model);
    }

    /** Starts a call with all values of this one except its duration. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Builds a call value by value. A constructor with twelve positional arguments would invite swapped values that
     * nothing detects.
     */
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

        /** Sets who runs the model. */
        public Builder provider(String name) {
            provider = name;
            return this;
        }

        /** Sets the device, such as {@code cuda:0}. */
        public Builder device(String name) {
            device = name;
            return this;
        }

        /** Sets the number format of the computation, such as {@code fp16}. */
        public Builder precision(String name) {
            precision = name;
            return this;
        }

        /** Sets the tokens read, without padding. */
        public Builder promptTokens(long count) {
            promptTokens = count;
            return this;
        }

        /** Sets the tokens generated. */
        public Builder completionTokens(long count) {
            completionTokens = count;
            return this;
        }

        /** Sets the prompt tokens that came from the provider's cache. */
        public Builder cachedTokens(long count) {
            cachedTokens = count;
            return this;
        }

        /** Sets the number of inputs in the batch. */
        public Builder items(long count) {
            items = count;
            return this;
        }

        /** Sets the token slots computed in addition to the real tokens. */
        public Builder paddedTokens(long count) {
            paddedTokens = count;
            return this;
        }

        /** Sets the provider's id of the request; null if there is none. */
        public Builder requestId(@Nullable String id) {
            requestId = id;
            return this;
        }

        /** Sets what the provider charged, in the run's currency; null if unknown. */
        public Builder cost(@Nullable BigDecimal amount) {
            cost = amount;
            return this;
        }

        /**
         * Builds the call.
         *
         * @param nanos nanoseconds until the results were in host memory
         */
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
