package org.virnuc.models.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelException;

/**
 * Reads a checkpoint in torch.save's format since PyTorch 1.6 ({@code .bin}, {@code .pt}, {@code .pth}): a zip of one
 * pickle, which declares the tensors, and their raw values. Code in the pickle is never run, see {@link PickleGlobals}.
 * Opening reads the pickle and the zip directory, in limited time and memory whatever the file contains.
 *
 * <p>Tensors are named by their path: {@code w} in a plain state dict, {@code model.w} if the file is a dict with the
 * state dict under {@code model}. The tensors of a whole pickled module have the names of its state dict.
 *
 * <p>Checksums: a tensor that fills its storage is checked while it is copied, so {@link #copyTo} may refuse it after
 * the last byte. For a tensor that shares its storage, or is strided, the whole storage is checked once before the
 * first byte. Thread-safe.
 */
public final class TorchZip implements CheckpointReader {

    /** How many times the total size of all storages, plus {@link #FREE_ALIAS_BYTES}, may be read. */
    private static final int MAX_ALIASES = 16;

    private static final int FREE_ALIAS_BYTES = 1 << 20;

    private final TorchRefusal refusal;
    private final ZipContent content;
    private final Map<String, TorchTensor> parts;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, @Nullable Object> metadata;

    private TorchZip(ZipContent content, TorchTree.Parts tree, TorchRefusal refusal) {
        this.refusal = refusal;
        this.content = content;
        this.parts = tree.tensors();
        this.metadata = tree.metadata();
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        parts.forEach((name, tensor) ->
                infos.put(name, new TensorInfo(name, tensor.storage().type(), tensor.shape())));
        this.tensors = Collections.unmodifiableMap(infos);
    }

    /**
     * Whether to call {@link #open} for a file that starts with these bytes. True for PyTorch's zip format and also for
     * its two older formats, which {@code open} refuses with a helpful message.
     *
     * @param head the first 512 bytes, or all bytes of a shorter file
     */
    public static boolean matches(byte[] head) {
        return TorchMagic.of(head) != TorchMagic.NONE;
    }

    /**
     * Opens a file; the caller closes it.
     *
     * @throws IOException if the file cannot be read
     * @throws org.virnuc.models.ModelException if it is not a PyTorch zip, is damaged, or contains more than data
     */
    public static TorchZip open(Path path) throws IOException {
        TorchRefusal refusal = new TorchRefusal(path.toString());
        refuseOthers(path, refusal);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            ZipContent content = new ZipContent(new ZipBytes(channel, refusal));
            TorchLayout layout = TorchLayout.of(content, refusal);
            PickleValue root = Unpickler.load(layout.pickle(), layout::storage, refusal);
            TorchTree.Parts parts = TorchTree.parts(root, refusal);
            refuseManyAliases(parts.tensors().values(), refusal);
            return new TorchZip(content, parts, refusal);
        } catch (IOException | RuntimeException | Error failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /**
     * {@inheritDoc} An {@code argparse.Namespace} and a module are maps of their attributes; a module has the name of
     * its class under {@code __class__}. Unmodifiable.
     */
    @Override
    public Map<String, @Nullable Object> metadata() {
        return metadata;
    }

    @Override
    public void copyTo(String name, OutputStream out) throws IOException {
        TorchTensor tensor = parts.get(name);
        if (tensor == null) {
            throw new ModelException(refusal.file() + " has no tensor named " + name);
        }
        if (tensor.elements() == 0) {
            return;
        }
        ZipMember member = tensor.storage().member();
        int width = tensor.storage().type().bytes();
        if (tensor.isContiguous()) {
            content.copy(member, tensor.offset() * width, tensor.elements() * width, out);
        } else if (member.deflated()) {
            copyInflated(tensor, out);
        } else {
            content.verify(member);
            copyMapped(tensor, out);
        }
    }

    private void copyMapped(TorchTensor tensor, OutputStream out) throws IOException {
        try {
            new TorchStrided(content.channel(), tensor.storage().member().dataOffset(), tensor).copyTo(out);
        } catch (InternalError fault) { // the JVM throws it if a mapped file has become shorter
            throw new IOException(refusal.file() + " became shorter while it was read", fault);
        }
    }

    /**
     * Deflated bytes cannot be mapped into memory, so they are inflated to a temporary file, which is deleted when
     * closed.
     */
    private void copyInflated(TorchTensor tensor, OutputStream out) throws IOException {
        ZipMember member = tensor.storage().member();
        try (FileChannel inflated = FileChannel.open(
                Files.createTempFile("virnuc-storage-", ".bin"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            content.copy(member, 0, member.size(), Channels.newOutputStream(inflated));
            new TorchStrided(inflated, 0, tensor).copyTo(out);
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /**
     * Refuses excessive sharing. Tied weights use a storage twice, but thousands of tensors on one large storage would
     * overwhelm a caller who reads them all.
     */
    private static void refuseManyAliases(Collection<TorchTensor> tensors, TorchRefusal refusal) {
        Set<ZipMember> members = new HashSet<>();
        double held = FREE_ALIAS_BYTES;
        double read = 0;
        for (TorchTensor tensor : tensors) {
            ZipMember member = tensor.storage().member();
            held += members.add(member) ? member.size() : 0;
            read += tensor.bytesRead();
        }
        if (read > MAX_ALIASES * held) {
            throw refusal.damaged(String.format(
                    "has tensors of %.0f bytes that share storages of %.0f", read, held - FREE_ALIAS_BYTES));
        }
    }

    private static void refuseOthers(Path path, TorchRefusal refusal) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(path)) {
            head = in.readNBytes(TorchMagic.BYTES);
        }
        switch (TorchMagic.of(head)) {
            case ZIP -> {}
            case PICKLES, TAR ->
                throw refusal.because(
                        "is in PyTorch's format from before version 1.6, which is not a zip",
                        "Save it again with PyTorch 1.6 or newer and default settings: in Python,"
                                + " torch.save(torch.load('old.pt', map_location='cpu'), 'new.pt')");
            case NONE ->
                throw refusal.damaged(
                        head.length == 0 ? "is empty" : "is not a PyTorch checkpoint: it does not start like a zip");
        }
    }
}
