package org.virnuc.models.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a model on the hub, such as {@code zhihan1996/DNABERT-S}. */
public record HubId(String owner, String name) {
    private static final String WORD = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?";
    private static final Pattern ID = Pattern.compile("(" + WORD + ")/(" + WORD + ")");
    private static final Pattern FOLDER = Pattern.compile("models--(" + WORD + ")--(" + WORD + ")");

    public HubId {
        if (!ID.matcher(owner + "/" + name).matches()) {
            throw new IllegalArgumentException(owner + "/" + name + " is not an id of the Hugging Face hub");
        }
    }

    /** Parses an id; empty if the text is not an id. */
    public static Optional<HubId> of(String text) {
        Matcher parts = ID.matcher(text);
        return parts.matches() && !text.contains("--") && !text.contains("..")
                ? Optional.of(new HubId(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    /** Parses the name of a folder in the hub's cache; empty if the folder does not contain a model. */
    static Optional<HubId> ofFolder(String folder) {
        Matcher parts = FOLDER.matcher(folder);
        return parts.matches() ? Optional.of(new HubId(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** The name of this model's folder in the hub's cache. */
    String folder() {
        return "models--" + owner + "--" + name;
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
