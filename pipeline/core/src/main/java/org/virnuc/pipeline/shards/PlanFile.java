package org.virnuc.pipeline.shards;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.FileRecord;
import org.virnuc.files.SmallFile;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunRequestForm;
import org.virnuc.sequences.InputException;

/**
 * The content of {@code plan.json}, which every worker reads.
 *
 * @param format name and version of this format
 * @param version of the program that made the plan
 * @param fingerprint of everything that decides what shards compute; results of shards carry it
 * @param machine the kind of machine on which the results are those bytes
 * @param shards number of shards, at least 1
 * @param frames rows of all shards
 * @param chunks of all records
 * @param length bases of a chunk
 * @param inputs the inputs that were read
 * @param reference the FASTA file that CRAM reads are stored against
 * @param stages the finished stages in the folder of the plan
 * @param index where the chunks of each shard are; null in a run without a chunk head
 * @param request the request with what the machine has decided, as JSON
 */
record PlanFile(
        @JsonProperty("format") String format,
        @JsonProperty("version") String version,
        @JsonProperty("fingerprint") String fingerprint,
        @JsonProperty("machine") String machine,
        @JsonProperty("shards") int shards,
        @JsonProperty("frames") long frames,
        @JsonProperty("chunks") long chunks,
        @JsonProperty("length") int length,
        @JsonProperty("inputs") List<Input> inputs,
        @JsonProperty("reference") @Nullable Input reference,
        @JsonProperty("stages") List<PlannedStage> stages,
        @JsonProperty("index") @Nullable FileRecord index,
        @JsonProperty("request") @JsonRawValue String request) {

    static final String NAME = "plan.json";
    static final String FORMAT = "virnuc-plan/1";

    PlanFile {
        inputs = List.copyOf(inputs);
        stages = List.copyOf(stages);
    }

    /** An input: the path as given, the file that was read, and its SHA-256. */
    record Input(
            @JsonProperty("path") String path,
            @JsonProperty("file") String file,
            @JsonProperty("sha256") String sha256) {}

    /** A finished stage: its folder in {@code work}, and the digest of its content. */
    record PlannedStage(
            @JsonProperty("stage") String stage,
            @JsonProperty("folder") String folder,
            @JsonProperty("digest") String digest) {}

    void write(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(NAME), ShardJson.MAPPER.writeValueAsBytes(this));
    }

    /** The plan in a folder; empty if there is none. */
    static Optional<PlanFile> find(Path folder) throws IOException {
        return Files.isRegularFile(folder.resolve(NAME)) ? Optional.of(read(folder)) : Optional.empty();
    }

    /**
     * Reads the plan in a folder.
     *
     * @throws InputException if there is none, or it cannot be read
     */
    static PlanFile read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new InputException(folder + ": there is no " + NAME + "; make a plan with `shard`");
        }
        try {
            JsonNode tree = ShardJson.MAPPER.readTree(SmallFile.text(file, SmallFile.RECORD));
            if (!FORMAT.equals(tree.path("format").asText())) {
                throw new InputException(file + ": the format is \""
                        + tree.path("format").asText() + "\", expected " + FORMAT + "; make the plan again");
            }
            String request = ShardJson.MAPPER
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(tree.path("request"));
            if (!(tree instanceof ObjectNode fields)) {
                throw new InputException(file + ": it is damaged; make the plan again");
            }
            return ShardJson.MAPPER.treeToValue(fields.put("request", request), PlanFile.class);
        } catch (JsonProcessingException | SmallFile.TooLargeException e) {
            throw new InputException(file + ": it is damaged; make the plan again", e);
        }
    }

    RunRequest requested() throws IOException {
        return new RunRequestForm(request).request();
    }

    PlannedStage stage(StageId id) {
        return stages.stream()
                .filter(stage -> stage.stage().equals(id.word()))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        NAME + " has no stage " + id.word() + ", so it is damaged; make the plan again"));
    }
}
