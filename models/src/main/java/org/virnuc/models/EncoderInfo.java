package org.virnuc.models;

/**
 * Provenance of a loaded encoder: which model it is, where its files came from, and how it computes.
 *
 * @param modelId the name the user asked for, such as {@code virnuc-mini/dna-encoder}
 * @param sha256 digest over weights, config and tokenizer, as in {@code ModelPart}
 * @param layout the published file layout, such as {@code huggingface-safetensors}
 * @param parameters number of weights that take part in the computation
 * @param precision the precision it computes in: {@code fp32}, {@code bf16} or {@code fp16}
 * @param device {@code cpu}, or the GPUs, such as {@code cuda:0,cuda:1}
 */
public record EncoderInfo(
        String modelId, String sha256, String layout, long parameters, String precision, String device) {

    /** A builder for the encoder with this name; text fields that are not set stay empty. */
    public static Builder of(String modelId) {
        return new Builder(modelId);
    }

    /** A copy of this description with other devices. */
    public EncoderInfo on(String devices) {
        return new EncoderInfo(modelId, sha256, layout, parameters, precision, devices);
    }

    /** Sets the fields of a description by name. */
    public static final class Builder {
        private final String modelId;
        private String sha256 = "";
        private String layout = "";
        private long parameters;
        private String precision = "";
        private String device = "";

        private Builder(String modelId) {
            this.modelId = modelId;
        }

        public Builder sha256(String value) {
            sha256 = value;
            return this;
        }

        public Builder layout(String value) {
            layout = value;
            return this;
        }

        public Builder parameters(long value) {
            parameters = value;
            return this;
        }

        public Builder precision(String value) {
            precision = value;
            return this;
        }

        public Builder device(String value) {
            device = value;
            return this;
        }

        public EncoderInfo build() {
            return new EncoderInfo(modelId, sha256, layout, parameters, precision, device);
        }
    }
}
