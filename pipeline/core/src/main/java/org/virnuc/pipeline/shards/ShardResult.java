package org.virnuc.pipeline.shards;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.FileRecord;
import org.virnuc.files.SmallFile;

/**
 * The content of {@code shard.json}: what a worker has computed of one shard. It is written last and vouches for the files.
 *
 * @param format name and version of this format
 * @param plan fingerprint of the plan
 * @param shard number, from 1
 * @param frames rows of the shard
 * @param machine the kind of machine that computed the shard
 * @param version of the program
 * @param runId the run that computed the shard
 * @param startedAt when that run began, in ISO 8601
 * @param endedAt when it ended
 * @param cost of that run; null if it was not priced
 * @param currency of the cost
 * @param stages the computed stages with their files
 */
record ShardResult(
        @JsonProperty("format") String format,
        @JsonProperty("plan") String plan,
        @JsonProperty("shard") int shard,
        @JsonProperty("frames") long frames,
        @JsonProperty("machine") String machine,
        @JsonProperty("version") String version,
        @JsonProperty("run_id") String runId,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("ended_at") String endedAt,
        @JsonProperty("cost") @Nullable BigDecimal cost,
        @JsonProperty("currency") @Nullable String currency,
        @JsonProperty("stages") List<ShardStage> stages) {

    static final String NAME = "shard.json";
    static final String FORMAT = "virnuc-shard/1";

    private static final Pattern FOLDER = Pattern.compile("[0-9]{4,9}");

    ShardResult {
        stages = List.copyOf(stages);
    }

    /**
     * One stage of a shard.
     *
     * @param folder in {@code work}
     * @param seconds that it took
     * @param items of the shard
     * @param counts the numbers that the stage has recorded
     */
    record ShardStage(
            @JsonProperty("stage") String stage,
            @JsonProperty("folder") String folder,
            @JsonProperty("seconds") double seconds,
            @JsonProperty("items") long items,
            @JsonProperty("counts") Map<String, Long> counts,
            @JsonProperty("files") List<FileRecord> files) {

        ShardStage {
            counts = Map.copyOf(counts);
            files = List.copyOf(files);
        }

        static ShardStage of(Path folder, Manifest manifest) {
            return new ShardStage(
                    manifest.stage(),
                    String.valueOf(folder.getFileName()),
                    manifest.wallSeconds(),
                    manifest.itemsIn(),
                    new TreeMap<>(manifest.counts()),
                    manifest.files());
        }

        Path in(Path shard) {
            return shard.resolve(RunDirectory.WORK).resolve(folder);
        }

        FinishedStage finished(Path shard) {
            return new FinishedStage(in(shard), "", counts);
        }
    }

    /** The name of the folder of a shard. */
    static String folderName(int shard) {
        return String.format(Locale.ROOT, "%04d", shard);
    }

    /** The number of the shard whose folder this is; empty if it is another folder. */
    static OptionalInt number(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return FOLDER.matcher(name).matches() ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
    }

    void write(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(NAME), ShardJson.MAPPER.writeValueAsBytes(this));
    }

    /** The result in the folder of a shard; empty if the shard is not finished, or its record is damaged. */
    static Optional<ShardResult> find(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            @Nullable ShardResult result = ShardJson.MAPPER.readValue(SmallFile.text(file, SmallFile.RECORD), ShardResult.class);
            return result != null && FORMAT.equals(result.format) ? Optional.of(result) : Optional.empty();
        } catch (JsonProcessingException | SmallFile.TooLargeException e) {
            return Optional.empty();
        }
    }

    /** Whether the result is one of this plan, of the kind of machine that the plan is for. */
    boolean isOf(ShardPlan which) {
        return plan.equals(which.fingerprint()) && machine.equals(which.machine());
    }

    /** What is wrong with the files; empty if they are as they were written. Reads all of them. */
    Optional<String> damage(Path folder) throws IOException {
        for (ShardStage stage : stages) {
            for (FileRecord file : stage.files()) {
                Optional<String> damage = file.damage(stage.in(folder));
                if (damage.isPresent()) {
                    return Optional.of(stage.in(folder).resolve(file.name()) + " " + damage.get());
                }
            }
        }
        return Optional.empty();
    }

    Optional<ShardStage> stage(StageId id) {
        return stages.stream().filter(stage -> stage.stage().equals(id.word())).findFirst();
    }

    /** Seconds of all stages. */
    double seconds() {
        return stages.stream().mapToDouble(ShardStage::seconds).sum();
    }

    Instant started() {
        return Instant.parse(startedAt);
    }

    Instant ended() {
        return Instant.parse(endedAt);
    }
}
