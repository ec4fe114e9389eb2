package org.virnuc.telemetry.history.export;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.virnuc.files.ZstdLibrary;

/** A file whose name says what is in it, such as {@code runs.csv.zst}; it is there only once it is whole. */
public final class ExportFile {
    private ExportFile() {}

    /** What an export is. */
    public enum Format {
        CSV,
        JSON,
        /** A bundle. */
        ZIP,
        PDF
    }

    /** Writes what an export is. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** The format by the ending of a name, if it says one. */
    public static Optional<Format> format(Path file) {
        String name = plain(name(file));
        for (Format format : Format.values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Writes the file, compressed where its name ends in {@code .gz} or {@code .zst}, and replaces an older one in one step. */
    public static void write(Path file, Content content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = Objects.requireNonNull(absolute.getParent());
        Path temporary = Files.createTempFile(folder, "." + absolute.getFileName(), ".tmp");
        try {
            try (OutputStream out = compressed(name(file), Files.newOutputStream(temporary))) {
                content.write(out);
            }
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static OutputStream compressed(String name, OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out);
        if (name.endsWith(".gz")) {
            return new GZIPOutputStream(buffered, 1 << 16);
        }
        if (!name.endsWith(".zst")) {
            return buffered;
        }
        ZstdLibrary.load();
        return new ZstdOutputStream(buffered);
    }

    private static String plain(String name) {
        return name.replaceFirst("\\.(gz|zst)$", "");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
