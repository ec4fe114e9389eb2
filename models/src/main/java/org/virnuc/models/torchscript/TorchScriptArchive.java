package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;

/**
 * Writes TorchScript archives, the files that {@code torch.jit.load} reads, without Python. An archive is a zip of
 * source code, a pickle of the module objects, and one raw file per tensor. Tensors are streamed from their checkpoint;
 * the heap holds only buffers.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/v2.7.1/torch/csrc/jit/docs/serialization.md">the format</a>
 */
public final class TorchScriptArchive {
    /** The file format version of PyTorch 1.12 and later, for which operators have today's semantics. */
    private static final String VERSION = "10\n";

    private static final String FOLDER = "archive/";

    /** The fixed members of every archive, in order; the tensors' storages follow, numbered from 0. */
    private static final List<String> MEMBERS =
            List.of("data.pkl", "code/__torch__.py", "constants.pkl", "version", "byteorder");

    private static final String STORAGES = "data/";

    private final PickleWriter pickle = new PickleWriter();
    private final Map<String, String> classes = new LinkedHashMap<>();
    private final List<ScriptModule.Tensor> storages = new ArrayList<>();

    private TorchScriptArchive() {}

    /** Writes a module to a file, which appears under its name only when it is whole. */
    public static void write(Path target, ScriptModule root) throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive();
        archive.object(root);
        AtomicFile.write(target, archive::writeTo);
    }

    /**
     * Checks a file written by {@link #write}: its content must match its checksums, which libtorch does not verify,
     * and its entries must be those that are written.
     *
     * @throws IOException if the file cannot be read, or its content differs from what was written
     */
    static void check(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<ParallelTasks.Task> tasks = new ArrayList<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                int index = tasks.size();
                String name =
                        FOLDER + (index < MEMBERS.size() ? MEMBERS.get(index) : STORAGES + (index - MEMBERS.size()));
                if (!entry.getName().equals(name)
                        || entry.getMethod() != ZipEntry.STORED
                        || entry.getSize() != entry.getCompressedSize()) {
                    throw new IOException("its entry " + (index + 1) + " is not " + name + " as it was written");
                }
                tasks.add(() -> check(zip, entry));
            }
            ParallelTasks.run(tasks);
        } catch (IllegalArgumentException e) { // java.util.zip throws it for some kinds of damaged directories
            throw new IOException("it is no zip (" + Reason.of(e) + ")", e);
        }
    }

    private static void check(ZipFile zip, ZipEntry entry) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] buffer = new byte[1 << 18];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        }
        if (crc.getValue() != entry.getCrc()) {
            throw new IOException(entry.getName() + " has a different checksum than when it was written");
        }
    }

    private void writeTo(FileChannel channel) throws IOException {
        try (StoredZip zip = new StoredZip(channel)) {
            String code = String.join("\n", classes.values());
            List<byte[]> contents = List.of(
                    pickle.finish(),
                    code.getBytes(StandardCharsets.UTF_8),
                    new PickleWriter().emptyTuple().finish(),
                    VERSION.getBytes(StandardCharsets.US_ASCII),
                    "little".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < contents.size(); i++) {
                entry(zip, MEMBERS.get(i), contents.get(i));
            }
            List<ParallelTasks.Task> tasks = new ArrayList<>();
            for (int key = 0; key < storages.size(); key++) {
                ScriptModule.Tensor tensor = storages.get(key);
                long size = tensor.weight().elements() * tensor.element().bytes();
                OutputStream entry = zip.entry(FOLDER + STORAGES + key, size);
                tasks.add(() -> {
                    try (entry) {
                        tensor.weight().copyTo(entry, tensor.element());
                    }
                });
            }
            ParallelTasks.run(tasks);
        }
    }

    private static void entry(StoredZip zip, String name, byte[] content) throws IOException {
        try (OutputStream out = zip.entry(FOLDER + name, content.length)) {
            out.write(content);
        }
    }

    private void object(ScriptModule module) {
        classes.putIfAbsent(module.className(), module.source());
        pickle.global("__torch__", module.className()).emptyTuple().newObject();
        if (module.setsState()) {
            pickle.mark();
            module.attributes().values().forEach(this::attribute);
            pickle.bool(false).tuple();
        } else {
            pickle.emptyDict().mark();
            pickle.text("training").bool(false);
            module.attributes().forEach((name, attribute) -> {
                pickle.text(name);
                attribute(attribute);
            });
            pickle.setItems();
        }
        pickle.build();
    }

    private void attribute(ScriptModule.Attribute attribute) {
        if (attribute instanceof ScriptModule.Tensor tensor) {
            tensor(tensor);
        } else if (attribute instanceof ScriptModule.OptionalTensor optional) {
            tensor(optional.tensor());
        } else if (attribute instanceof ScriptModule.Child child) {
            object(child.module());
        } else {
            pickle.none();
        }
    }

    private void tensor(ScriptModule.Tensor tensor) {
        pickle.tensor(storages.size(), tensor.element(), tensor.weight().shape());
        storages.add(tensor);
    }
}
