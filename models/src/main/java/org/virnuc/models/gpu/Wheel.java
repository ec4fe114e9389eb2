package org.virnuc.models.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.virnuc.files.AtomicFile;
import org.virnuc.models.ModelException;
import org.virnuc.models.hub.PackageIndex;

/**
 * A wheel of which the libraries are kept, and the licence with them. A record in the target folder says which files it
 * has left, with their sizes; it is written last.
 *
 * @param file what to get
 * @param unpackedBytes bytes of what is kept of it
 */
record Wheel(PackageIndex.Wanted file, long unpackedBytes) {
    private static final String LIST = "wheels.tsv";

    /** Libraries, without those of Python; the file that says the version; licences. */
    private static final Pattern KEPT = Pattern.compile("(?:torch/lib/lib(?!torch_python)[\\w.+-]+\\.so[\\w.]*"
            + "|torch/version\\.py"
            + "|nvidia/\\w+/lib/lib[\\w.+-]+\\.so[\\w.]*"
            + "|cusparselt/lib/lib[\\w.+-]+\\.so[\\w.]*"
            + "|[\\w.-]+\\.dist-info/(?:licenses/)?(?:LICENSE|License|NOTICE)[\\w.]*)");

    /** The wheels of the libtorch that serves. */
    static List<Wheel> all() {
        try (InputStream in = Objects.requireNonNull(Wheel.class.getResourceAsStream(LIST), LIST)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the program has no " + LIST, e);
        }
    }

    static List<Wheel> parse(String list) {
        return list.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(f -> new Wheel(new PackageIndex.Wanted(f[0], Long.parseLong(f[1]), f[3]), Long.parseLong(f[2])))
                .toList();
    }

    /** Whether everything that it leaves is in the folder, by name and size. */
    boolean isIn(Path folder) {
        try {
            for (String line : Files.readAllLines(recordIn(folder))) {
                String[] parts = line.split(" ", 2);
                if (Files.size(folder.resolve(parts[1])) != Long.parseLong(parts[0])) {
                    return false;
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // no record, or none that can be read: unpack it
        }
    }

    /**
     * Unpacks what is kept.
     *
     * @throws ModelException if the wheel has nothing that is kept
     */
    void unpack(Path wheel, Path folder) throws IOException, InterruptedException {
        List<String> kept = new ArrayList<>();
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (KEPT.matcher(entry.getName()).matches()) {
                    kept.add(unpack(zip, entry, folder) + " " + entry.getName());
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("cancelled");
                }
            }
        } catch (ZipException e) {
            throw new ModelException(wheel + " is no wheel", e);
        }
        if (kept.isEmpty()) {
            throw new ModelException(wheel + " has no libraries; expected those of " + file.name());
        }
        Files.createDirectories(folder.resolve("wheels"));
        AtomicFile.write(recordIn(folder), String.join("\n", kept) + "\n");
    }

    private static long unpack(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        long[] size = new long[1];
        AtomicFile.write(target, channel -> {
            try (InputStream in = zip.getInputStream(entry)) {
                size[0] = in.transferTo(Channels.newOutputStream(channel));
            }
        });
        return size[0];
    }

    private Path recordIn(Path folder) {
        return folder.resolve("wheels").resolve(file.name() + ".txt");
    }
}
