package org.virnuc.models.store;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.virnuc.models.hub.Checksum;
import org.virnuc.models.hub.HubId;

/**
 * The published models that have short names: where to download them, and which chunk lengths the heads were trained
 * for.
 */
final class KnownModels {
    private static final Pattern VIRNUCPRO_NAME =
            Pattern.compile("(?:.*[^0-9])?([35]00)_model\\.(?:pth|pt|safetensors)");
    private static final Map<String, Head> HEADS = heads();

    private final Map<String, HubId> encoders = new LinkedHashMap<>();

    /** The published models of these families, and VirNucPro's heads. */
    KnownModels(ModelFamilies families) {
        families.all().forEach(family -> encoders.putAll(family.published()));
    }

    /**
     * A head that VirNucPro publishes in its repository.
     *
     * @param git its git hash in that repository
     */
    record Head(String name, int length, URI address, Checksum git) {}

    /**
     * The hub id for a text: a short name, an id without its owner, or a complete id; empty if it is none of these.
     */
    Optional<HubId> hubId(String text) {
        HubId known = encoders.get(text.toLowerCase(Locale.ROOT));
        return Optional.ofNullable(known)
                .or(() -> encoders.values().stream()
                        .filter(id -> id.name().equalsIgnoreCase(text))
                        .findFirst())
                .or(() -> HubId.of(text));
    }

    /** The published head with this short name. */
    static Optional<Head> head(String text) {
        return Optional.ofNullable(HEADS.get(text.toLowerCase(Locale.ROOT)));
    }

    /** All short names. */
    List<String> names() {
        return Stream.concat(encoders.keySet().stream(), HEADS.keySet().stream())
                .toList();
    }

    /**
     * The chunk lengths that a head was trained for: known by its content, otherwise by the file name that VirNucPro
     * gives to heads.
     *
     * @param git the head's git hash
     */
    static Set<Integer> lengths(String fileName, String git) {
        for (Head head : HEADS.values()) {
            if (head.git().hex().equals(git)) {
                return Set.of(head.length());
            }
        }
        Matcher name = VIRNUCPRO_NAME.matcher(fileName);
        return name.matches() ? Set.of(Integer.valueOf(name.group(1))) : Set.of();
    }

    private static Map<String, Head> heads() {
        Map<String, Head> heads = new LinkedHashMap<>();
        add(heads, 500, "fc35d5ef9f1f4564eea7036f34f4f8ec6000d33d");
        add(heads, 300, "a0b5b85e7c1e44f00cde146d091beb82b2c8e855");
        return heads;
    }

    private static void add(Map<String, Head> heads, int length, String git) {
        String name = "virnucpro-" + length;
        URI address =
                URI.create("https://github.com/Li-Jing-1997/VirNucPro/raw/0f93f2755a7ea1acd3ff1bcf182892f960ef3326/"
                        + length + "_model.pth");
        heads.put(name, new Head(name, length, address, new Checksum(Checksum.Kind.GIT, git)));
    }
}
