package org.virnuc.models.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint file opened for reading: the tensors it declares, and their values as streams of bytes. Opening reads and
 * checks the header only; the heap holds no more than a buffer of any tensor.
 */
public interface CheckpointReader extends Closeable {

    /** The tensors by name, in the order of the file. */
    Map<String, TensorInfo> tensors();

    /**
     * What the file holds beside its tensors, such as the {@code cfg} of fair-esm: maps, lists, String, Long, Double,
     * Boolean, and null for None. Empty for formats and layouts whose settings are in files of their own.
     */
    default Map<String, @Nullable Object> metadata() {
        return Map.of();
    }

    /**
     * Writes the values of a tensor in row-major (contiguous) order, little-endian, {@code info.byteLength()} bytes.
     *
     * @throws IOException where the file cannot be read
     * @throws org.virnuc.models.ModelException where the file does not hold what its header declares
     */
    void copyTo(String name, OutputStream out) throws IOException;
}
