package org.virnuc.engine.resume;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.files.Digests;

/**
 * Everything that determines the output of a stage: the stage, the content of its input, and its settings, each with a
 * reason. Equal fingerprints mean that finished output can be reused.
 */
public record Fingerprint(StageId stage, List<Setting> settings) {
    private static final int FOLDER_DIGITS = 12;

    public Fingerprint {
        settings = List.copyOf(settings);
    }

    /** Builds the fingerprint of a stage. This is the only place that lists what a stage's output depends on. */
    public static Fingerprint of(Stage<?, ?> stage, String inputDigest) {
        List<Setting> all = new ArrayList<>();
        all.add(new Setting("input", inputDigest, "the output is computed from it"));
        all.addAll(stage.settings());
        return new Fingerprint(stage.id(), all);
    }

    /**
     * SHA-256 of the stage and of the names and values of its settings. Reasons are left out, so rewording one
     * recomputes nothing.
     */
    public String digest() {
        StringBuilder text = new StringBuilder(stage.word()).append('\n');
        for (Setting setting : settings) {
            text.append(setting.name()).append('=').append(setting.value()).append('\n');
        }
        return Digests.ofText(text.toString());
    }

    /** The name of the work folder, such as {@code 05-dnabert-s-0123456789ab}. */
    public String folderName() {
        return folderPrefix(stage) + digest().substring(0, FOLDER_DIGITS);
    }

    /** The common prefix of all folder names of a stage. */
    public static String folderPrefix(StageId stage) {
        return String.format(java.util.Locale.ROOT, "%02d-%s-", stage.number(), stage.word());
    }

    /** Describes every setting that differs from an earlier fingerprint of this stage, one sentence each. */
    public List<String> differencesFrom(List<Setting> earlier) {
        Map<String, Setting> before = new LinkedHashMap<>();
        earlier.forEach(setting -> before.put(setting.name(), setting));
        List<String> differences = new ArrayList<>();
        for (Setting setting : settings) {
            Setting old = before.remove(setting.name());
            if (old == null) {
                differences.add(setting.name() + " is new (" + setting.reason() + ")");
            } else if (!old.value().equals(setting.value())) {
                differences.add(setting.name() + " changed from " + brief(old.value()) + " to " + brief(setting.value())
                        + " (" + setting.reason() + ")");
            }
        }
        before.keySet().forEach(name -> differences.add(name + " is gone"));
        return differences;
    }

    private static String brief(String value) {
        return value.matches("[0-9a-f]{64}") ? value.substring(0, FOLDER_DIGITS) : value;
    }
}
