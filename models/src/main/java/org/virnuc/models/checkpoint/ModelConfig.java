package org.virnuc.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.models.ModelException;
import org.virnuc.models.VisibleText;

/** A {@code config.json} of Hugging Face, read with errors that name the file, the field, what it says and what it must say. */
public final class ModelConfig {
    /** Characters of a value in a message. */
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
     * @throws ModelException where it is not there, or not a JSON object
     */
    public static ModelConfig read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new ModelException(
                    path + " is not there; expected the config.json that was published beside the weights");
        }
        JsonNode root = JsonText.read(path);
        if (!root.isObject()) {
            throw new ModelException(path + " is not a JSON object; expected a config.json of Hugging Face");
        }
        return new ModelConfig(path, root);
    }

    /** A whole number from 1 to a million; required. */
    public int positive(String field) {
        JsonNode node = root.path(field);
        if (!node.isInt() || node.asInt() < 1 || node.asInt() > 1_000_000) {
            throw wrong(field, "a whole number from 1 to 1000000");
        }
        return node.asInt();
    }

    /** A positive number, or the default where the field is missing. */
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

    /** A truth value, or the default where the field is missing or null. */
    public boolean flag(String field, boolean missing) {
        JsonNode node = root.path(field);
        if (root.hasNonNull(field) && !node.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return node.asBoolean(missing);
    }

    /** A word; empty where the field is missing. */
    public String word(String field) {
        return root.path(field).asText("");
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return root.hasNonNull(field);
    }

    /**
     * Refuses a config whose field says something else.
     *
     * @param missing what a missing field stands for
     * @param model what the file was expected to be
     */
    public void require(String field, String missing, String expected, String model) {
        if (!root.path(field).asText(missing).equals(expected)) {
            throw wrong(field, expected + ", as " + model + " has");
        }
    }

    /** The error for a field that does not say what it must. */
    public ModelException wrong(String field, String expected) {
        JsonNode node = root.path(field);
        String found = node.isMissingNode()
                ? "has no " + field
                : "has " + field + " " + VisibleText.of(node.toString(), LONGEST_VALUE);
        return new ModelException(path + " " + found + "; expected " + expected);
    }
}
