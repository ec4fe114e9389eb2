package org.virnuc.models.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.models.ModelException;

/** Opens checkpoint files by their content; file names and extensions are not trusted. */
public final class Checkpoints {

    /** Number of bytes at the start of a file that suffice to recognize every format. */
    private static final int START = 512;

    private Checkpoints() {}

    /** The supported file formats. */
    public enum Format {
        SAFETENSORS,
        SHARDED,
        TORCH
    }

    /**
     * Opens a checkpoint.
     *
     * @throws ModelException if the file has an unknown format or is not valid
     */
    public static CheckpointReader open(Path path) throws IOException {
        return switch (format(path)) {
            case SAFETENSORS -> Safetensors.open(path);
            case SHARDED -> ShardedCheckpoint.open(path);
            case TORCH -> TorchZip.open(path);
        };
    }

    /**
     * The format of a file, judged by its first bytes.
     *
     * @throws ModelException if it is none of the supported formats
     */
    public static Format format(Path path) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(START);
        }
        if (TorchZip.matches(start)) {
            return Format.TORCH;
        }
        if (start.length >= 9 && start[8] == '{' && start[5] == 0 && start[6] == 0 && start[7] == 0) {
            return Format.SAFETENSORS;
        }
        if (start.length > 0 && start[0] == '{') {
            return Format.SHARDED;
        }
        throw new ModelException(path + " is not a checkpoint: it starts with " + hex(start)
                + "; expected safetensors, its index.json, or a PyTorch file of version 1.6 or newer");
    }

    private static String hex(byte[] start) {
        StringBuilder text = new StringBuilder(start.length == 0 ? "nothing" : "");
        for (int i = 0; i < Math.min(8, start.length); i++) {
            text.append(String.format("%02x ", start[i]));
        }
        return text.toString().strip();
    }
}
