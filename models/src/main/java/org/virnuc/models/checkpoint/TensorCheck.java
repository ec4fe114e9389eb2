package org.virnuc.models.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.virnuc.files.VisibleText;
import org.virnuc.models.ModelException;

/** Compares the tensors of a checkpoint with those that a model needs, and reports all differences in one message. */
public final class TensorCheck {
    /** Limit of names listed per kind of difference; with the wrong model, every tensor differs. */
    private static final int LISTED = 5;

    /** Limit of characters of a listed name. */
    private static final int LONGEST = 200;

    private TensorCheck() {}

    /**
     * Checks names and shapes.
     *
     * @param model the expected model, for the message, such as {@code ESM-2 (3 layers, 128 wide)}
     * @param expected shape by tensor name
     * @param harmless pattern of tensor names that are allowed but not used
     * @throws ModelException naming the tensors that are missing, misshaped or unexpected
     */
    public static void verify(
            Path path, String model, CheckpointReader reader, Map<String, List<Long>> expected, Pattern harmless) {
        List<String> missing = new ArrayList<>();
        List<String> misshaped = new ArrayList<>();
        List<String> extra = new ArrayList<>();
        expected.forEach((name, shape) -> {
            TensorInfo found = reader.tensors().get(name);
            if (found == null) {
                missing.add(name);
            } else if (!found.shape().equals(shape)) {
                misshaped.add(name + " is " + found.shape() + " instead of " + shape);
            }
        });
        for (String name : reader.tensors().keySet()) {
            if (!expected.containsKey(name) && !harmless.matcher(name).matches()) {
                extra.add(quoted(name));
            }
        }
        if (missing.isEmpty() && misshaped.isEmpty() && extra.isEmpty()) {
            return;
        }
        throw new ModelException(
                path + " is not " + model + list("; missing: ", missing) + list("; misshaped: ", misshaped)
                        + list("; unexpected: ", extra) + "; check that weights and config belong together");
    }

    /**
     * Checks that a checkpoint can contain as many layers as its config declares, before memory is allocated per layer.
     * Every layer has several tensors.
     *
     * @param model the expected model, for the message
     * @throws ModelException if there are fewer tensors than layers
     */
    public static void verifyLayers(Path path, String model, CheckpointReader reader, int layers) {
        if (layers > reader.tensors().size()) {
            throw new ModelException(
                    path + " is not " + model + ": it has " + reader.tensors().size() + " tensors, too few for "
                            + layers + " layers; check that weights and config belong together");
        }
    }

    /**
     * The prefix of the tensor names in a checkpoint, such as {@code esm.}, found with the name of a known tensor.
     *
     * @return the prefix; empty if no tensor has this name
     */
    public static String prefixOf(CheckpointReader reader, String name) {
        for (String candidate : reader.tensors().keySet()) {
            if (candidate.equals(name) || candidate.endsWith("." + name)) {
                return candidate.substring(0, candidate.length() - name.length());
            }
        }
        return "";
    }

    /** A name from a file, in quotes, which mark what is not the program's own text. */
    static String quoted(String name) {
        return "'" + VisibleText.of(name, LONGEST).replace("'", "\\u0027") + "'";
    }

    private static String list(String label, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> shown = names.stream()
                .limit(LISTED)
                .map(name -> VisibleText.of(name, LONGEST))
                .toList();
        String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        return label + String.join(", ", shown) + more;
    }
}
