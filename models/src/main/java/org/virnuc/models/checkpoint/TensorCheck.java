package org.virnuc.models.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.virnuc.models.ModelException;

/** Compares the tensors of a checkpoint with those that a model has, and says everything that differs at once. */
public final class TensorCheck {
    /** Names listed per kind of difference; a wrong model differs everywhere. */
    private static final int LISTED = 5;

    private TensorCheck() {}

    /**
     * Checks names and shapes.
     *
     * @param model the model that was expected, for the message, such as {@code ESM-2 (3 layers, 128 wide)}
     * @param expected shape by tensor name
     * @param harmless names of tensors that may be there or not, and are not used
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
                extra.add(name);
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
     * What stands before the name of a known tensor, such as {@code esm.}.
     *
     * @return the prefix; empty where no tensor has this name
     */
    public static String prefixOf(CheckpointReader reader, String name) {
        for (String candidate : reader.tensors().keySet()) {
            if (candidate.equals(name) || candidate.endsWith("." + name)) {
                return candidate.substring(0, candidate.length() - name.length());
            }
        }
        return "";
    }

    private static String list(String label, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        return label + String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + more;
    }
}
