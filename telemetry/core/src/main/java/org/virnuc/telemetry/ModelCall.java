package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.redact.Redactor;

/**
 * One request to a model: a batch of a local encoder, or a call of a remote one. {@link #local} builds one with named figures.
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
                ? new ModelCall(
                        redactor.text(model),
                        redactor.text(provider),
                        device,
                        precision,
                        promptTokens,
                        completionTokens,
                        cachedTokens,
                        items,
                        paddedTokens,
                        nanos,
                        redactor.request(requestId),
                        cost)
                : this;
    }

    /** Starts a call of a model that runs in this process; device and precision must follow, figures not set are 0. */
    public static Local local(String model) {
        return new Local(model);
    }

    /** Names the figures of a local call; ten positional values would be swapped sooner or later, unnoticed. */
    public static final class Local {
        private final String model;
        private String device = "";
        private String precision = "";
        private long tokens;
        private long items;
        private long paddedTokens;

        private Local(String model) {
            this.model = model;
        }

        public Local device(String name) {
            device = name;
            return this;
        }

        public Local precision(String name) {
            precision = name;
            return this;
        }

        public Local tokens(long count) {
            tokens = count;
            return this;
        }

        public Local items(long count) {
            items = count;
            return this;
        }

        public Local paddedTokens(long count) {
            paddedTokens = count;
            return this;
        }

        /** The call, which took {@code nanos} until its results were on the host. */
        public ModelCall took(long nanos) {
            return new ModelCall(model, LOCAL, device, precision, tokens, 0, 0, items, paddedTokens, nanos, null, null);
        }
    }
}
