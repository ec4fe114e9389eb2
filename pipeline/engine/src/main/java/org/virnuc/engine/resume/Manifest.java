package org.virnuc.engine.resume;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.Setting;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.files.FileRecord;
import org.virnuc.files.SmallFile;

/**
 * The record of a finished stage and its files. It is written last and trusted only if all sizes and hashes match.
 *
 * @param format name and version of this format
 * @param runId the run that computed the stage
 * @param wallSeconds wall-clock seconds that the stage took to compute
 * @param itemsIn number of input items
 * @param counts numbers that later stages need, by name
 * @param files every file of the stage
 */
public record Manifest(
        @JsonProperty("format") String format,
        @JsonProperty("stage") String stage,
        @JsonProperty("fingerprint") String fingerprint,
        @JsonProperty("settings") List<Setting> settings,
        @JsonProperty("run_id") String runId,
        @JsonProperty("wall_seconds") double wallSeconds,
        @JsonProperty("items_in") long itemsIn,
        @JsonProperty("counts") Map<String, Long> counts,
        @JsonProperty("files") List<FileRecord> files) {

    public static final String FILE_NAME = "manifest.json";
    public static final String FORMAT = "virnuc-stage/1";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    public Manifest {
        settings = List.copyOf(settings);
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        files = List.copyOf(files);
    }

    /** A manifest as stored in its file, with the SHA-256 of its compact JSON. */
    private record Sealed(@JsonProperty("manifest") Manifest manifest, @JsonProperty("sha256") String sha256) {
        static Sealed of(Manifest manifest) throws JsonProcessingException {
            return new Sealed(
                    manifest,
                    Digests.ofText(JSON.writer()
                            .without(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(manifest)));
        }
    }

    /** Reads the manifest of a folder. Empty if there is none or if it was altered. */
    public static Optional<Manifest> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            @Nullable Sealed sealed = JSON.readValue(SmallFile.text(file, SmallFile.RECORD), Sealed.class);
            return sealed != null
                            && FORMAT.equals(sealed.manifest.format)
                            && Sealed.of(sealed.manifest).equals(sealed)
                    ? Optional.of(sealed.manifest)
                    : Optional.empty();
        } catch (JsonProcessingException | SmallFile.TooLargeException torn) {
            return Optional.empty();
        }
    }

    /**
     * Writes the manifest.
     *
     * @param force whether to wait until it is on the disk
     */
    public void write(Path folder, boolean force) throws IOException {
        String text = JSON.writeValueAsString(Sealed.of(this));
        if (force) {
            AtomicFile.write(folder.resolve(FILE_NAME), text);
        } else {
            AtomicFile.replaceQuickly(folder.resolve(FILE_NAME), text);
        }
    }

    /** SHA-256 of the names, sizes and hashes of the files and of the counts. Equal digests mean equal output. */
    public String contentDigest() {
        StringBuilder text = new StringBuilder();
        files.stream()
                .sorted(java.util.Comparator.comparing(FileRecord::name))
                .forEach(f ->
                        text.append(f.name()).append(' ').append(f.sha256()).append('\n'));
        counts.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return Digests.ofText(text.toString());
    }
}
