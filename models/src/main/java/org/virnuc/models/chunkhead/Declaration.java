package org.virnuc.models.chunkhead;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.JsonFault;
import org.virnuc.files.VisibleText;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.JsonText;

/**
 * The description of a chunk head, {@code chunk-head.json}.
 *
 * @param format {@link #FORMAT}
 * @param model the parts that the chunk head belongs to
 * @param weights SHA-256 of {@code chunk-head.safetensors}
 * @param stretches the stretches of a chunk that are read by the encoders
 * @param clip standardized inputs are cut off at this number and its opposite
 * @param composition networks whose output is an input of the others; they need no encoder
 * @param features the inputs of the networks, in order
 * @param networks the number of networks
 * @param layers the layers of each network
 * @param calibration of the networks' mean output
 * @param record how chunks of a record are put together
 * @param ood networks that find what is not biological sequence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Declaration(
        @JsonProperty(value = "format", required = true) String format,
        @JsonProperty(value = "model", required = true) ChunkHeadFiles.Model model,
        @JsonProperty(value = "weights", required = true) String weights,
        @JsonProperty(value = "stretches", required = true) ChunkHead.Stretches stretches,
        @JsonProperty(value = "clip", required = true) double clip,
        @JsonProperty("composition") @Nullable Networks composition,
        @JsonProperty(value = "features", required = true) List<ChunkHead.Feature> features,
        @JsonProperty(value = "networks", required = true) int networks,
        @JsonProperty(value = "layers", required = true) List<Layer> layers,
        @JsonProperty(value = "calibration", required = true) ByLength<Calibration> calibration,
        @JsonProperty(value = "record", required = true) ByLength<RecordRule> record,
        @JsonProperty("ood") @Nullable Strangeness ood) {
    static final String FORMAT = "virnuc-chunk-head/1";

    private static final int MOST_STRETCHES = 64;
    private static final int MOST_NETWORKS = 64;
    private static final int MOST_LAYERS = 16;
    private static final int WIDEST = 1 << 16;
    private static final int LONGEST_REASON = 200;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** The number of outputs of a layer, and what becomes of them. */
    record Layer(
            @JsonProperty(value = "outputs", required = true) int outputs,
            @JsonProperty(value = "activation", required = true) DenseNetwork.Activation activation) {}

    /** Networks of one shape and with the same inputs. */
    record Networks(
            @JsonProperty(value = "features", required = true) List<ChunkHead.Feature> features,
            @JsonProperty(value = "networks", required = true) int networks,
            @JsonProperty(value = "layers", required = true) List<Layer> layers) {
        Networks {
            checkRange("networks", networks, MOST_NETWORKS);
            checkRange("number of layers", layers.size(), MOST_LAYERS);
            layers = List.copyOf(layers);
            features = List.copyOf(features);
            layers.forEach(layer -> checkRange("outputs of a layer", layer.outputs(), WIDEST));
            features.forEach(feature -> checkRange("width of " + feature.name(), feature.width(), WIDEST));
            checkRange(
                    "number of inputs",
                    features.stream().mapToLong(ChunkHead.Feature::width).sum(),
                    WIDEST);
            if (layers.get(layers.size() - 1).outputs() != 1) {
                throw new IllegalArgumentException(
                        "the last layer has " + layers.get(layers.size() - 1).outputs() + " outputs instead of 1");
            }
        }

        /** The number of inputs. */
        int width() {
            return features.stream().mapToInt(ChunkHead.Feature::width).sum();
        }
    }

    /** Networks that find what is not biological sequence, and their limits. */
    record Strangeness(
            @JsonProperty(value = "features", required = true) List<ChunkHead.Feature> features,
            @JsonProperty(value = "networks", required = true) int networks,
            @JsonProperty(value = "layers", required = true) List<Layer> layers,
            @JsonProperty(value = "limits", required = true) ByLength<StrangenessLimits> limits) {
        Networks shape() {
            return new Networks(features, networks, layers);
        }
    }

    /**
     * A line that turns the output of the networks into log odds.
     *
     * @param measuredError how far its probabilities are off on sequences that it was not fitted to, if that was measured
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Calibration(
            @JsonProperty(value = "intercept", required = true) double intercept,
            @JsonProperty(value = "slope", required = true) double slope,
            @JsonProperty("measured_error") @Nullable Double measuredError) {
        Calibration {
            checkFinite("intercept", intercept);
            checkPositive("slope", slope);
            if (measuredError != null && !(measuredError >= 0 && measuredError <= 1)) {
                throw new IllegalArgumentException("measured_error is " + measuredError + ", not a share");
            }
        }

        double of(double output) {
            return intercept + slope * output;
        }
    }

    Declaration {
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException("format " + format + " instead of " + FORMAT);
        }
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(stretches, "stretches");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(layers, "layers");
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(record, "record");
        checkRange("stretches", stretches.most(), MOST_STRETCHES);
        checkRange("residues of the shortest stretch", stretches.leastResidues(), WIDEST);
        checkPositive("clip", clip);
        new Networks(features, networks, layers);
        if (composition == null && features.stream().anyMatch(one -> one.name().equals(ChunkHead.COMPOSITION))) {
            throw new IllegalArgumentException("the feature " + ChunkHead.COMPOSITION + " needs composition networks");
        }
    }

    /** The shape of the networks that judge a chunk. */
    Networks chunk() {
        return new Networks(features, networks, layers);
    }

    static void checkFinite(String what, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(what + " is " + number + ", not a number");
        }
    }

    static void checkPositive(String what, double number) {
        if (!(number > 0 && Double.isFinite(number))) {
            throw new IllegalArgumentException(what + " is " + number + ", not a number above 0");
        }
    }

    private static void checkRange(String what, long number, int most) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(what + " is " + number + ", not from 1 to " + most);
        }
    }

    /**
     * Reads the description.
     *
     * @throws ModelException if it is none, or of another version
     */
    static Declaration read(Path file) throws IOException {
        try {
            return MAPPER.treeToValue(JsonText.read(file), Declaration.class);
        } catch (JsonProcessingException e) {
            String reason = VisibleText.of(JsonFault.of(e.getOriginalMessage()), LONGEST_REASON);
            throw new ModelException(
                    file + " does not describe a chunk head of this version (" + reason
                            + "); take the file as it was made",
                    e);
        }
    }

    /** The description as it is written. */
    byte[] bytes() throws IOException {
        return MAPPER.writeValueAsBytes(this);
    }

    /**
     * Checks that the chunk head belongs to a model.
     *
     * @throws ModelException naming the first part that is another
     */
    void checkModel(Path file, ChunkHeadFiles.Model expected) {
        check(file, "DNA encoder", model.dna(), expected.dna());
        check(file, "protein encoder", model.protein(), expected.protein());
        check(file, "head", model.head(), expected.head());
        check(file, "DNA-only head", model.dnaHead(), expected.dnaHead());
    }

    private static void check(Path file, String part, String declared, String found) {
        if (!found.equals(declared)) {
            throw new ModelException(file + " belongs to a model whose " + part + " has SHA-256 "
                    + VisibleText.of(declared, LONGEST_REASON) + ", and here it is " + found
                    + "; remove the chunk head, or put the one of this model there");
        }
    }
}
