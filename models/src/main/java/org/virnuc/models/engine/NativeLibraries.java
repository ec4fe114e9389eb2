package org.virnuc.models.engine;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.Reason;
import org.virnuc.models.DeviceException;
import org.virnuc.models.cache.FileIdentity;
import org.virnuc.models.cache.Notes;

/**
 * Checks the native libraries that DJL unpacks from jars into the cache, because DJL loads them without a check. Each
 * library is compared with its jar by size and CRC-32 whenever its file identity is new. A folder with a damaged
 * library is removed, and DJL unpacks it again. Libraries that do not come from a jar (a user's own libtorch, those for
 * CUDA) are not checked.
 */
final class NativeLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
    private static final int BUFFER = 1 << 20;
    private static final String SOUND = "sound";

    private final Notes notes;

    /** A checker that remembers in this folder which libraries are intact. */
    NativeLibraries(Path memory) {
        this.notes = new Notes(memory);
    }

    /**
     * A library that is contained in a jar.
     *
     * @param unpacked where DJL unpacks it to
     * @param resource its name among the resources of all jars
     */
    record Library(Path unpacked, String resource) {}

    /** The libraries for this machine. */
    static List<Library> ofThisMachine() {
        List<Library> all = new ArrayList<>();
        Platform torch = Platform.detectPlatform("pytorch");
        Path torchFolder = folder("pytorch", torch);
        for (String name : torch.getLibraries()) {
            String resource = "pytorch/" + torch.getFlavor() + "/" + torch.getClassifier() + "/" + name;
            all.add(new Library(torchFolder.resolve(name), resource));
        }
        String jni = System.mapLibraryName("djl_torch");
        all.add(new Library(
                torchFolder.resolve(torch.getApiVersion() + "-" + jni),
                "jnilib/" + torch.getClassifier() + "/" + torch.getFlavor() + "/" + jni));
        Platform tokenizers = Platform.detectPlatform("tokenizers");
        String name = System.mapLibraryName("tokenizers");
        all.add(new Library(
                folder("tokenizers", tokenizers).resolve(name),
                "native/lib/" + tokenizers.getClassifier() + "/" + tokenizers.getFlavor() + "/" + name));
        return all;
    }

    private static Path folder(String engine, Platform platform) {
        return Utils.getEngineCacheDir(engine)
                .resolve(platform.getVersion() + "-" + platform.getFlavor() + "-" + platform.getClassifier());
    }

    /**
     * Removes damaged libraries; missing ones are ignored.
     *
     * @throws DeviceException if a damaged library cannot be removed
     * @throws UncheckedIOException if a library cannot be read
     */
    void check(List<Library> libraries) {
        for (Library library : libraries) {
            try {
                Optional<String> damage = Files.isRegularFile(library.unpacked) ? damage(library) : Optional.empty();
                if (damage.isPresent()) {
                    remove(library.unpacked, damage.get());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + library.unpacked + ": " + Reason.of(e), e);
            }
        }
    }

    private Optional<String> damage(Library library) throws IOException {
        String identity = FileIdentity.of(library.unpacked) + "\n" + library.resource;
        if (notes.read(identity).filter(SOUND::equals).isPresent()) {
            return Optional.empty();
        }
        // A class finds only the resources of its own module, and the libraries are in others.
        URL url = NativeLibraries.class.getClassLoader().getResource(library.resource);
        if (url == null) {
            return Optional.empty();
        }
        Content expected = Content.of(url);
        long size = Files.size(library.unpacked);
        if (size != expected.size) {
            return Optional.of("it has " + size + " bytes, expected " + expected.size);
        }
        Content found;
        try (InputStream in = Files.newInputStream(library.unpacked)) {
            found = Content.of(in);
        }
        if (!found.equals(expected)) {
            return Optional.of(String.format("its CRC-32 is %08x, expected %08x", found.crc, expected.crc));
        }
        notes.write(identity, SOUND);
        return Optional.empty();
    }

    private static void remove(Path library, String damage) {
        Path folder = Objects.requireNonNull(library.toAbsolutePath().getParent());
        LOG.warn("The unpacked native library {} is damaged ({}); it will be unpacked again", library, damage);
        Path aside = folder.resolveSibling(folder.getFileName() + "." + UUID.randomUUID() + ".damaged");
        try {
            Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
            try (Stream<Path> paths = Files.walk(aside)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new DeviceException(
                    "the native library " + library + " is damaged (" + damage + ") and cannot be removed ("
                            + e.getMessage() + "); remove the folder " + folder + ", it is unpacked again",
                    e);
        }
    }

    /** Size and CRC-32 of a library. */
    private record Content(long size, long crc) {

        /**
         * The content of a resource. For an entry of a jar, both values come from the jar's directory, so nothing is
         * decompressed.
         */
        static Content of(URL url) throws IOException {
            URLConnection connection = url.openConnection();
            JarEntry entry = connection instanceof JarURLConnection jar ? jar.getJarEntry() : null;
            if (entry != null && entry.getSize() >= 0 && entry.getCrc() >= 0) {
                return new Content(entry.getSize(), entry.getCrc());
            }
            try (InputStream in = connection.getInputStream()) {
                return of(in);
            }
        }

        static Content of(InputStream in) throws IOException {
            CRC32 crc = new CRC32();
            long size = 0;
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
                size += count;
            }
            return new Content(size, crc.getValue());
        }
    }
}
