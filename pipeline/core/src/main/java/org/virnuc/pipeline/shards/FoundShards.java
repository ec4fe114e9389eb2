package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.virnuc.files.FileRecord;
import org.virnuc.pipeline.shards.ShardResult.ShardStage;
import org.virnuc.sequences.InputException;

/** Finds all shards of a plan, each once. */
final class FoundShards {
    private FoundShards() {}

    /** A shard with its folder. */
    record Found(Path folder, ShardResult result) {

        /** Checks the files of a stage against their checksums. */
        void requireWhole(ShardStage stage, String advice) throws IOException {
            for (FileRecord file : stage.files()) {
                Optional<String> damage = file.damage(stage.in(folder));
                if (damage.isPresent()) {
                    throw new InputException(
                            stage.in(folder).resolve(file.name()) + ": it " + damage.get() + "; " + advice);
                }
            }
        }
    }

    /**
     * Finds the shards in some folders: folders of shards, or folders that contain those.
     *
     * @throws InputException naming what is missing, there twice, or of another plan
     */
    static SortedMap<Integer, Found> in(ShardPlan plan, List<Path> folders) throws IOException {
        SortedMap<Integer, Found> shards = new TreeMap<>();
        for (Path folder : folders) {
            for (Path shard : shardFolders(folder)) {
                Optional<ShardResult> result = ShardResult.find(shard);
                if (result.isPresent()) {
                    add(shards, plan, new Found(shard, result.get()));
                }
            }
        }
        requireAll(plan, shards, folders);
        return shards;
    }

    private static List<Path> shardFolders(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(ShardResult.NAME))) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(one -> ShardResult.number(one).isPresent())
                    .sorted()
                    .toList();
        }
    }

    private static void add(SortedMap<Integer, Found> shards, ShardPlan plan, Found found) throws IOException {
        ShardResult result = found.result();
        String which = found.folder() + ": shard " + result.shard();
        if (!result.plan().equals(plan.fingerprint())) {
            throw new InputException(
                    which + " belongs to another plan, with other inputs, another model or another version:"
                            + " its fingerprint is " + brief(result.plan()) + ", expected " + brief(plan.fingerprint())
                            + "; leave it out, or " + plan.advice(result.shard()));
        }
        if (!result.machine().equals(plan.machine())) {
            throw new InputException(which + " was computed on " + result.machine() + ", and the plan is for "
                    + plan.machine() + ", where the last digits of scores may differ; "
                    + plan.advice(result.shard()));
        }
        Found before = shards.putIfAbsent(result.shard(), found);
        if (before != null && !Files.isSameFile(before.folder(), found.folder())) {
            throw new InputException(which + " is also in " + before.folder() + "; leave one of the two folders out");
        }
    }

    private static void requireAll(ShardPlan plan, SortedMap<Integer, Found> shards, List<Path> folders) {
        List<Integer> missing = new ArrayList<>();
        for (int shard = 1; shard <= plan.shards(); shard++) {
            if (!shards.containsKey(shard)) {
                missing.add(shard);
            }
        }
        if (!missing.isEmpty()) {
            boolean one = missing.size() == 1;
            String which = ShardNumbers.words(missing);
            String places = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
            String all = plan.shards() == 1 ? "the only shard of " : "of " + plan.shards() + " shards of ";
            throw new InputException((one ? "shard " : "shards ") + which + (one ? " is" : " are") + " not finished in "
                    + places + ", " + all + plan.folder() + "; compute " + (one ? "it" : "them") + " with `work` "
                    + which);
        }
    }

    private static String brief(String fingerprint) {
        return fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }
}
