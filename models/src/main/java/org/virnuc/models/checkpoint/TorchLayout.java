package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.virnuc.models.checkpoint.TorchRefusal.quote;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Locates the parts of a checkpoint among the members of a PyTorch zip file. All members are in one top-level folder,
 * whose name the writer chooses.
 */
final class TorchLayout {

    private static final String PICKLE = "data.pkl";
    private static final int MAX_MARKER_BYTES = 64;
    private static final int NEWEST_VERSION = 10;

    private final ZipContent content;
    private final TorchRefusal refusal;
    private final String folder;

    private TorchLayout(ZipContent content, TorchRefusal refusal, String folder) {
        this.content = content;
        this.refusal = refusal;
        this.folder = folder;
    }

    /** The layout of a file that torch.save wrote on a little-endian machine. */
    static TorchLayout of(ZipContent content, TorchRefusal refusal) throws IOException {
        TorchLayout layout = new TorchLayout(content, refusal, topFolder(content, refusal));
        layout.refuseTorchScript();
        layout.refuseByteOrder();
        layout.refuseVersion();
        return layout;
    }

    /** The pickle that declares the tensors. */
    byte[] pickle() throws IOException {
        ZipMember member = member(PICKLE);
        if (member == null) {
            throw refusal.because(
                    "is a zip without " + PICKLE + " in its top folder, so it is not a PyTorch checkpoint",
                    "Name the .bin, .pt or .pth file that torch.save wrote, not a zip around it");
        }
        return content.bytes(member, PickleBounds.MAX_BYTES);
    }

    /** The storage with this key and size; refused if there is none. */
    TorchStorage storage(ElementType type, String key, long elements) {
        ZipMember member = member("data/" + key);
        if (member == null) {
            throw refusal.damaged("has no storage " + quote(key));
        }
        if (elements != member.size() / type.bytes() || member.size() % type.bytes() != 0) {
            throw refusal.damaged("storage " + quote(key) + " has " + member.size() + " bytes, yet declares " + elements
                    + " values of " + type.bytes() + " bytes");
        }
        return new TorchStorage(type, member, elements);
    }

    private static String topFolder(ZipContent content, TorchRefusal refusal) {
        String folder = null;
        for (String name : content.members().keySet()) {
            String top = name.substring(0, name.indexOf('/') + 1);
            if (top.isEmpty()) {
                throw refusal.damaged("has " + quote(name) + " outside of a top folder");
            }
            if (folder != null && !folder.equals(top)) {
                throw refusal.damaged("has two top folders, " + quote(folder) + " and " + quote(top));
            }
            folder = top;
        }
        if (folder == null) {
            throw refusal.damaged("is an empty zip");
        }
        return folder;
    }

    private void refuseTorchScript() {
        if (member("constants.pkl") != null) {
            throw refusal.because(
                    "is a TorchScript archive (it has constants.pkl), a compiled program and not a checkpoint",
                    "Give the checkpoint that it was made from");
        }
    }

    private void refuseByteOrder() throws IOException {
        String order = marker("byteorder");
        if (order.equals("big")) {
            throw refusal.because(
                    "holds its values in big-endian order (byteorder is 'big')",
                    "Load it in Python and save it again on a little-endian machine, such as any x86 or ARM one");
        }
        if (!order.isEmpty() && !order.equals("little")) {
            throw refusal.damaged("has byteorder " + quote(order) + "; 'little' is read");
        }
    }

    private void refuseVersion() throws IOException {
        String version = marker("version");
        if (!version.isEmpty() && !(version.matches("[0-9]{1,3}") && Integer.parseInt(version) <= NEWEST_VERSION)) {
            throw refusal.because(
                    "is of PyTorch file version " + quote(version) + "; versions up to " + NEWEST_VERSION + " are read",
                    "Save it again with PyTorch 2");
        }
    }

    /** The text of a small member; empty if it is absent, as in files of older releases. */
    private String marker(String name) throws IOException {
        ZipMember member = member(name);
        return member == null ? "" : new String(content.bytes(member, MAX_MARKER_BYTES), US_ASCII).strip();
    }

    private @Nullable ZipMember member(String name) {
        return content.members().get(folder + name);
    }
}
