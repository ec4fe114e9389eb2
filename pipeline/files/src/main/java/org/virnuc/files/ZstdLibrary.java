package org.virnuc.files;

import com.github.luben.zstd.util.Native;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Zstandard's native library. It is loaded by whoever is about to compress or decompress, and by whoever wants to know beforehand whether
 * that will be possible: by itself it is unpacked into the folder for temporary files, whose files may not be executed everywhere.
 */
public final class ZstdLibrary {
    private static @Nullable Path folder;

    private ZstdLibrary() {}

    /** Names a folder where files can be executed, such as that of other native libraries; it is made when needed. */
    public static synchronized void unpackIn(Path own) {
        folder = own;
    }

    /**
     * Loads the library unless it is loaded.
     *
     * @throws NativeLibraryException where it cannot be loaded, neither from the folder named for it nor from that for temporary files
     */
    public static synchronized void load() {
        if (Native.isLoaded()) {
            return;
        }
        String tried = "";
        if (folder != null) {
            try {
                Native.load(Files.createDirectories(folder).toFile());
                return;
            } catch (IOException e) {
                tried = folder + " (" + e.getClass().getSimpleName() + "), nor from ";
            } catch (LinkageError e) {
                tried = folder + " (" + reason(e) + "), nor from ";
            }
        }
        try {
            Native.load((File) null);
        } catch (LinkageError e) {
            throw new NativeLibraryException(
                    "the library of Zstandard cannot be loaded from " + tried + System.getProperty("java.io.tmpdir")
                            + " ("
                            + reason(e)
                            + "); set VIRNUC_CACHE or TMPDIR to a folder whose files may be executed, which is not mounted noexec",
                    e);
        }
    }

    /** What the system has said: the first line of the message without the names of files before it. */
    private static String reason(LinkageError e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.substring(line.lastIndexOf(": ") + 1).strip();
    }
}
