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
