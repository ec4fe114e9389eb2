package org.virnuc.models.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelRole;

/**
 * A model that the user has named: its parts, and all of their files with hashes, as stored in JSON.
 *
 * @param format {@link #FORMAT}
 * @param origin {@code imported} or {@code pulled}
 * @param source the address or id it was downloaded from; null if it was imported
 * @param revision the commit that was downloaded; null if there is none
 * @param lengths chunk lengths that the head was trained for; empty if unknown
 * @param parts one part, or the three parts of a pack
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
     * A part of a named model.
     *
     * @param sha256 the digest of the {@link ModelPart} when the model was named
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

    /** A file as it was when the model was named. */
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
        if (path == null || path.indexOf('\0') >= 0) { // not allowed in a path on any system
            throw new IllegalArgumentException("path " + path + " cannot be");
        }
    }

    boolean isPack() {
        return parts.size() == 3;
    }

    /** The kind shown by {@code virnuc models list}. */
    String kind() {
        return isPack() ? "pack" : parts.get(0).role();
    }

    /** The part with this role; a pack has a part for every role. */
    Part part(ModelRole role) {
        return parts.stream()
                .filter(part -> part.role().equals(role.word()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no part " + role.word()));
    }
}
