package org.virnuc.models.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.models.ModelException;
import org.virnuc.models.engine.GpuLibtorch;
import org.virnuc.models.hub.PackageIndex;

/**
 * A wheel of which the libraries are kept, and the licence with them. A record says which files it has left, with their
 * sizes and hashes; it is written last.
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

    /** Whether everything that it leaves is there, with the hashes of the record. */
    boolean isIn(GpuLibtorch libtorch) {
        try {
            return Files.readAllLines(libtorch.recordOf(file.name())).parallelStream()
                    .map(GpuLibtorch.Kept::parse)
                    .allMatch(kept -> kept.isIn(libtorch.home()));
        } catch (IOException | RuntimeException e) {
            return false; // no record, or none that can be read: unpack it
        }
    }

    /**
     * Unpacks what is kept.
     *
     * @throws ModelException if the wheel has nothing that is kept
     */
    void unpack(Path wheel, GpuLibtorch libtorch) throws IOException, InterruptedException {
        List<String> kept = new ArrayList<>();
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (KEPT.matcher(entry.getName()).matches()) {
                    kept.add(unpack(zip, entry, libtorch.home()).line());
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
        Path record = libtorch.recordOf(file.name());
        Files.createDirectories(Objects.requireNonNull(record.getParent()));
        AtomicFile.write(record, String.join("\n", kept) + "\n");
    }

    private static GpuLibtorch.Kept unpack(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        MessageDigest digest = Digests.sha256();
        long[] size = new long[1];
        AtomicFile.write(target, channel -> {
            try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
                size[0] = in.transferTo(Channels.newOutputStream(channel));
            }
        });
        return new GpuLibtorch.Kept(Digests.hex(digest), size[0], entry.getName());
    }
}
