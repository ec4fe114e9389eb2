package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.TensorInfo;

/** A checkpoint made up in memory. It hands out values in pieces of three bytes, so that readers meet split elements. */
public final class MemoryCheckpoint implements CheckpointReader {
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private Map<String, @Nullable Object> metadata = Map.of();

    /** Adds a tensor of fp32 values. */
    public MemoryCheckpoint floats(String name, List<Long> shape, float... floats) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * floats.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return bytes(name, ElementType.F32, shape, bytes.array());
    }

    /** Adds a tensor of any type. */
    public MemoryCheckpoint bytes(String name, ElementType type, List<Long> shape, byte[] bytes) {
        tensors.put(name, new TensorInfo(name, type, shape));
        values.put(name, bytes);
        return this;
    }

    /** Sets what the file is to hold beside its tensors. */
    public MemoryCheckpoint metadata(Map<String, @Nullable Object> map) {
        metadata = map;
        return this;
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Map<String, @Nullable Object> metadata() {
        return metadata;
    }

    @Override
    public void copyTo(String name, OutputStream out) throws IOException {
        byte[] bytes = Objects.requireNonNull(values.get(name));
        for (int start = 0; start < bytes.length; start += 3) {
            out.write(bytes, start, Math.min(3, bytes.length - start));
        }
    }

    @Override
    public void close() {}
}
