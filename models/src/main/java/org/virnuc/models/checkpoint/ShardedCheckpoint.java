package org.virnuc.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.virnuc.models.ModelException;

/**
 * Reads a checkpoint that is split into several files under an index, {@code model.safetensors.index.json} or
 * {@code pytorch_model.bin.index.json}.
 */
public final class ShardedCheckpoint implements CheckpointReader {
    private final Map<String, CheckpointReader> shards = new TreeMap<>();
    private final Map<String, CheckpointReader> owners = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private ShardedCheckpoint() {}

    /** The index and the files it names, ordered by name: everything that a digest has to cover. */
    public static List<Path> files(Path index) throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(index);
        for (String shard : new TreeSet<>(weightMap(index).values())) {
            files.add(index.resolveSibling(shard));
        }
        return files;
    }

    /**
     * Opens every file of an index.
     *
     * @throws ModelException if a file is missing, or lacks a tensor that the index assigns to it
     */
    public static ShardedCheckpoint open(Path index) throws IOException {
        ShardedCheckpoint checkpoint = new ShardedCheckpoint();
        try {
            for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
                checkpoint.add(index, entry.getKey(), entry.getValue());
            }
            return checkpoint;
        } catch (IOException | RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private void add(Path index, String tensor, String shard) throws IOException {
        CheckpointReader reader = shards.get(shard);
        if (reader == null) {
            Path file = index.resolveSibling(shard);
            if (Checkpoints.format(file) == Checkpoints.Format.SHARDED) {
                throw new ModelException(index + " names " + shard + ", which is an index itself; expected weights");
            }
            reader = Checkpoints.open(file);
            shards.put(shard, reader);
        }
        TensorInfo info = reader.tensors().get(tensor);
        if (info == null) {
            throw new ModelException(index + " assigns tensor " + TensorCheck.quoted(tensor) + " to " + shard
                    + ", which lacks it; download both again");
        }
        owners.put(tensor, reader);
        tensors.put(tensor, info);
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        Map<String, String> shards = shards(index);
        for (String shard : shards.values()) {
            if (!Files.isRegularFile(index.resolveSibling(shard))) {
                throw new ModelException(
                        index + " names " + shard + ", which is not in the same folder; download it too");
            }
        }
        return shards;
    }

    /**
     * Maps each tensor to the file that the index names for it; the files need not exist.
     *
     * @throws ModelException if the file is not an index, or a name is not that of a file in the same folder
     */
    public static Map<String, String> shards(Path index) throws IOException {
        JsonNode map = JsonText.read(index).path("weight_map");
        Map<String, String> shards = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            String shard = field.getValue().asText();
            if (shard.isEmpty() || shard.contains("/") || shard.contains("\\") || shard.startsWith(".")) {
                throw new ModelException(
                        index + " names the file \"" + shard + "\"; expected a file in the folder of the index");
            }
            shards.put(field.getKey(), shard);
        }
        if (shards.isEmpty()) {
            throw new ModelException(index + " has no weight_map; expected the index of a sharded checkpoint");
        }
        return shards;
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void copyTo(String name, OutputStream out) throws IOException {
        CheckpointReader owner = owners.get(name);
        if (owner == null) {
            throw new ModelException("the sharded checkpoint has no tensor " + name);
        }
        owner.copyTo(name, out);
    }

    @Override
    public void close() throws IOException {
        for (CheckpointReader shard : shards.values()) {
            shard.close();
        }
    }
}
