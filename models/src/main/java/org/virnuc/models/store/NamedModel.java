package org.virnuc.models.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelRole;

/**
 * A model that was given a name: its parts, and every file of them with its hash.
 *
 * @param format {@link #FORMAT}
 * @param origin {@code imported} or {@code pulled}
 * @param source the address or id it was pulled from; null where it was imported
 * @param revision the commit it was pulled at; null where there is none
 * @param lengths chunk lengths that the head was trained for; empty where unknown
 * @param parts one, or the three of a pack
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamedModel(
        @JsonProperty("format") String format,
        @JsonProperty("name") String name,
        @JsonProperty("origin") String origin,
        @JsonProperty("source") @Nullable String source,
        @JsonProperty("revision") @Nullable String revision,
        @JsonProperty("lengths") List<Integer> lengths,
        @JsonProperty("parts") List<Part> parts,
        @JsonProperty("files") List<StoredFile> files) {

    static final String FORMAT = "virnuc-model/1";
    static final String IMPORTED = "imported";
    static final String PULLED = "pulled";

    NamedModel {
        if (!Objects.equals(format, FORMAT) || parts == null || (parts.size() != 1 && parts.size() != 3)) {
            throw new IllegalArgumentException("format " + format + " instead of " + FORMAT + ", or not 1 or 3 parts");
        }
        if (name == null || origin == null || lengths == null || files == null) {
            throw new IllegalArgumentException("name, origin, lengths or files are missing");
        }
        lengths = List.copyOf(lengths);
        parts = List.copyOf(parts);
        files = List.copyOf(files);
        if (parts.stream().map(Part::role).distinct().count() != parts.size()) {
            throw new IllegalArgumentException("two parts of one role");
        }
    }

    /**
     * A part.
     *
     * @param sha256 the digest that {@link ModelPart} had when the name was given
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            @JsonProperty("id") String id,
            @JsonProperty("role") String role,
            @JsonProperty("path") String path,
            @JsonProperty("sha256") String sha256,
            @JsonProperty("revision") @Nullable String revision) {

        Part {
            checkPath(path);
            if (id == null || sha256 == null || role == null) {
                throw new IllegalArgumentException("part " + id + " of the role " + role + " cannot be");
            }
            ModelRole.of(role);
        }
    }

    /** A file as it was when the name was given. */
    record StoredFile(
            @JsonProperty("path") String path,
            @JsonProperty("bytes") long bytes,
            @JsonProperty("sha256") String sha256) {

        StoredFile {
            checkPath(path);
            Objects.requireNonNull(sha256, "a file without sha256");
        }
    }

    private static void checkPath(String path) {
        if (path == null || path.indexOf('\0') >= 0) { // what no path of any system may hold
            throw new IllegalArgumentException("path " + path + " cannot be");
        }
    }

    boolean isPack() {
        return parts.size() == 3;
    }

    /** What {@code virnuc models list} calls it. */
    String kind() {
        return isPack() ? "pack" : parts.get(0).role();
    }

    /** The part of a role; every pack has all. */
    Part part(ModelRole role) {
        return parts.stream()
                .filter(part -> part.role().equals(role.word()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no part " + role.word()));
    }
}
