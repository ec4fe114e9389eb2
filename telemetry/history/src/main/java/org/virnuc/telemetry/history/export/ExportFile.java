package org.virnuc.telemetry.history.export;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Leftovers;
import org.virnuc.files.ZstdLibrary;

/**
 * Writes an export to a file whose name determines format and compression, for example {@code runs.csv.zst}. The file
 * appears only when it is complete.
 */
public final class ExportFile {
    private ExportFile() {}

    /** The format of an export. */
    public enum Format {
        CSV,
        JSON,
        /** A bundle with the reports of all runs. */
        ZIP,
        PDF
    }

    /** Writes the content of an export. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Returns the format that the name of a file states; empty if it states none. */
    public static Optional<Format> format(Path file) {
        String name = plain(name(file));
        for (Format format : Format.values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes the file and replaces an existing one atomically. Compresses it if the name ends in {@code .gz} or
     * {@code .zst}.
     */
    public static void write(Path file, Content content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Leftovers.removeOld(Objects.requireNonNull(absolute.getParent()));
        try (AtomicFile written = AtomicFile.create(absolute)) {
            try (OutputStream out = compressed(name(file), written.leftOpen())) {
                content.write(out);
            }
            written.commit();
        }
    }

    private static OutputStream compressed(String name, OutputStream out) throws IOException {
        if (name.endsWith(".gz")) {
            return new GZIPOutputStream(out, 1 << 16);
        }
        if (!name.endsWith(".zst")) {
            return out;
        }
        ZstdLibrary.load();
        return new ZstdOutputStream(out);
    }

    private static String plain(String name) {
        return name.replaceFirst("\\.(gz|zst)$", "");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
