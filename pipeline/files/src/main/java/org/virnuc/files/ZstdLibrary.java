package org.virnuc.files;

import com.github.luben.zstd.util.Native;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Loads Zstandard's native library before it is used or to find out whether it can be. By default the library is
 * unpacked into the folder for temporary files, which some systems do not allow to contain executable files.
 */
public final class ZstdLibrary {
    private static @Nullable Path folder;

    private ZstdLibrary() {}

    /**
     * Sets another folder to unpack into, one that allows files to be executed, such as that of other native libraries.
     * It is created when needed.
     */
    public static synchronized void unpackIn(Path own) {
        folder = own;
    }

    /**
     * Loads the library unless it is already loaded.
     *
     * @throws NativeLibraryException if it cannot be loaded from the folder set for it or from that for temporary files
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
                tried = folder + " (" + Reason.of(e) + "), nor from ";
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

    /** The reason given by the system: the first line of the message without leading file names. */
    private static String reason(LinkageError e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.substring(line.lastIndexOf(": ") + 1).strip();
    }
}
