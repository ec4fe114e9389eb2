package org.virnuc.models.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open checkpoint file: the tensors it declares, and their values as streams of bytes. Opening reads and checks only
 * the header; the heap never holds more than a buffer of a tensor.
 */
public interface CheckpointReader extends Closeable {

    /** The tensors by name, in the order of the file. */
    Map<String, TensorInfo> tensors();

    /**
     * The content of the file besides its tensors, such as the {@code cfg} of fair-esm: maps, lists, String, Long,
     * Double, Boolean, and null for None. Empty for formats that keep their settings in other files.
     */
    default Map<String, @Nullable Object> metadata() {
        return Map.of();
    }

    /**
     * Writes the values of a tensor in row-major (contiguous) order, little-endian, {@code info.byteLength()} bytes.
     *
     * @throws IOException if the file cannot be read
     * @throws org.virnuc.models.ModelException if the file's content differs from what its header declares
     */
    void copyTo(String name, OutputStream out) throws IOException;
}
