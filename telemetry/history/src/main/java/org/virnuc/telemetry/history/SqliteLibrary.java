package org.virnuc.telemetry.history;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Leftovers;

/**
 * Keeps SQLite's native library unpacked for all processes. By default the driver unpacks a megabyte into the temporary
 * folder at every start and compares it byte by byte, which takes about 0.15 s of CPU time.
 */
final class SqliteLibrary {
    /** System property in which the driver looks for the library before it unpacks its own. */
    private static final String PATH = "org.sqlite.lib.path";

    private static final String NATIVE = "/native/";
    private static final String NAME = "org.sqlite.lib.name";
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

    private static @Nullable Path folder;

    private SqliteLibrary() {}

    static synchronized void keepIn(Path kept) {
        folder = kept;
    }

    /**
     * Has the driver load the kept library. If that is not possible, the driver unpacks its own. The driver takes the
     * place from system properties: they are set while it loads, and removed again, because they belong to the host.
     */
    static synchronized void prepare() {
        Path root = folder;
        folder = null; // once is enough
        if (root == null || System.getProperty(PATH) != null || System.getProperty(NAME) != null) {
            return;
        }
        try {
            load(kept(root));
        } catch (Exception e) { // as the driver declares it
            LOG.debug("SQLite's library is not kept in {}", root, e);
        }
    }

    private static void load(Path own) throws Exception {
        System.setProperty(PATH, own.toString());
        System.setProperty(NAME, LibraryLoaderUtil.getNativeLibName());
        try {
            SQLiteJDBCLoader.initialize();
        } finally {
            System.clearProperty(PATH);
            System.clearProperty(NAME);
        }
    }

    /**
     * Returns the folder below {@code root} with the library for this version and platform. Unpacks the library unless
     * a file of the right size is there.
     *
     * @throws IOException if the folder cannot be written, or could have been written by another user
     */
    static Path kept(Path root) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath();
        String name = LibraryLoaderUtil.getNativeLibName();
        URL packed = SQLiteJDBCLoader.class.getResource(resource + "/" + name);
        if (packed == null) {
            throw new IOException("the driver has no library for this platform: " + resource);
        }
        String platform =
                resource.substring(resource.indexOf(NATIVE) + NATIVE.length()).replace('/', '-');
        Path own = root.toAbsolutePath().resolve(SQLiteJDBCLoader.getVersion() + "-" + platform);
        Path library = own.resolve(name);
        URLConnection connection = packed.openConnection();
        try (InputStream in = connection.getInputStream()) {
            if (!Files.isRegularFile(library) || Files.size(library) != connection.getContentLengthLong()) {
                unpack(in, own, library);
            }
        }
        requireOwn(own);
        requireOwn(library);
        return own;
    }

    /**
     * Checks that a path belongs to the user and is not writable by others, because the library is executed. Passes on
     * file systems without such permissions.
     */
    private static void requireOwn(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes attributes = view.readAttributes();
        Set<PosixFilePermission> rights = attributes.permissions();
        if (rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("others than the user may write to " + path);
        }
        if (!attributes.owner().equals(user())) {
            throw new IOException("it is not the user's: " + path);
        }
    }

    /** Returns the owner of a file that this process creates. User names and ids may differ inside a container. */
    private static UserPrincipal user() throws IOException {
        Path made = Files.createTempFile("virnuc", ".user");
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }

    private static void unpack(InputStream in, Path own, Path library) throws IOException {
        boolean made = !Files.exists(own);
        Files.createDirectories(own);
        if (made && Files.getFileAttributeView(own, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------")); // whatever the umask is
        }
        Leftovers.removeOld(own);
        AtomicFile.writePrivate(library, in.readAllBytes()); // whatever the umask, like its folder
    }
}
