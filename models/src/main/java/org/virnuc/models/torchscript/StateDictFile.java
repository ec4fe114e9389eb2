package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnuc.files.AtomicFile;
import org.virnuc.models.checkpoint.TensorValues;

/**
 * Writes state dicts as {@code torch.save} does: a zip of a pickled {@code OrderedDict} and one raw file per tensor.
 * {@code torch.load} reads them with {@code weights_only=True}. The same tensors always give the same bytes.
 */
public final class StateDictFile {
    private static final String FOLDER = "archive/";

    private StateDictFile() {}

    /** Writes tensors, in the order of the map, to a file that appears under its name only when it is whole. */
    public static void write(Path target, Map<String, TensorValues> tensors) throws IOException {
        List<TensorValues> storages = new ArrayList<>(tensors.values());
        byte[] pickle = pickle(tensors);
        AtomicFile.write(target, channel -> {
            try (StoredZip zip = new StoredZip(channel)) {
                entry(zip, "data.pkl", pickle);
                entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
                for (int key = 0; key < storages.size(); key++) {
                    entry(zip, "data/" + key, storages.get(key).bytes());
                }
                entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    private static byte[] pickle(Map<String, TensorValues> tensors) {
        PickleWriter pickle = new PickleWriter();
        pickle.orderedDict().mark();
        int key = 0;
        for (Map.Entry<String, TensorValues> tensor : tensors.entrySet()) {
            pickle.text(tensor.getKey())
                    .tensor(key++, tensor.getValue().type(), tensor.getValue().shape());
        }
        return pickle.setItems().finish();
    }

    private static void entry(StoredZip zip, String name, byte[] content) throws IOException {
        try (OutputStream out = zip.entry(FOLDER + name, content.length)) {
            out.write(content);
        }
    }
}
