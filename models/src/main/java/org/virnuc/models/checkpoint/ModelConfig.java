package org.virnuc.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.files.VisibleText;
import org.virnuc.models.ModelException;

/**
 * A {@code config.json} in Hugging Face's format. Errors name the file, the field, its value and the expected value.
 */
public final class ModelConfig {
    /** Limit of characters of a value in a message. */
    private static final int LONGEST_VALUE = 200;

    private final Path path;
    private final JsonNode root;

    private ModelConfig(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    /**
     * Reads a config.
     *
     * @throws ModelException if it does not exist, or is not a JSON object
     */
    public static ModelConfig read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new ModelException(
                    path + " is not there; expected the config.json that was published with the weights");
        }
        JsonNode root = JsonText.read(path);
        if (!root.isObject()) {
            throw new ModelException(path + " is not a JSON object; expected a config.json of Hugging Face");
        }
        return new ModelConfig(path, root);
    }

    /** A required integer from 1 to one million. */
    public int positive(String field) {
        JsonNode node = root.path(field);
        if (!node.isInt() || node.asInt() < 1 || node.asInt() > 1_000_000) {
            throw wrong(field, "a whole number from 1 to 1000000");
        }
        return node.asInt();
    }

    /** A positive number, or {@code missing} if the field is missing. */
    public double number(String field, double missing) {
        JsonNode node = root.path(field);
        if (node.isMissingNode()) {
            return missing;
        }
        if (!node.isNumber() || !(node.asDouble() > 0) || Double.isInfinite(node.asDouble())) {
            throw wrong(field, "a positive number");
        }
        return node.asDouble();
    }

    /** A boolean, or {@code missing} if the field is missing or null. */
    public boolean flag(String field, boolean missing) {
        JsonNode node = root.path(field);
        if (root.hasNonNull(field) && !node.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return node.asBoolean(missing);
    }

    /** A string; empty if the field is missing. */
    public String word(String field) {
        return root.path(field).asText("");
    }

    /** Whether the field exists and is not null. */
    public boolean has(String field) {
        return root.hasNonNull(field);
    }

    /**
     * Refuses the config if a field has another value.
     *
     * @param missing the value that a missing field stands for
     * @param model the kind of model that was expected, for the message
     */
    public void require(String field, String missing, String expected, String model) {
        if (!root.path(field).asText(missing).equals(expected)) {
            throw wrong(field, expected + ", as " + model + " has");
        }
    }

    /** The exception for a field with an invalid value. */
    public ModelException wrong(String field, String expected) {
        JsonNode node = root.path(field);
        String found = node.isMissingNode()
                ? "has no " + field
                : "has " + field + " " + VisibleText.of(node.toString(), LONGEST_VALUE);
        return new ModelException(path + " " + found + "; expected " + expected);
    }
}
