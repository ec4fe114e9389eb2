package org.virnuc.models;

/**
 * Provenance of a loaded encoder.
 *
 * @param modelId the name under which it was asked for, such as {@code virnuc-mini/dna-encoder}
 * @param sha256 digest over weights, config and tokenizer, as in {@code ModelPart}
 * @param layout the published layout it was read from, such as {@code huggingface-safetensors}
 * @param parameters weights that take part in the computation
 * @param precision {@code fp32}, {@code bf16} or {@code fp16}: what it is computed in
 * @param device {@code cpu}, or the GPUs, such as {@code cuda:0,cuda:1}
 */
public record EncoderInfo(
        String modelId, String sha256, String layout, long parameters, String precision, String device) {

    /** The same on other devices. */
    public EncoderInfo on(String devices) {
        return new EncoderInfo(modelId, sha256, layout, parameters, precision, devices);
    }
}
