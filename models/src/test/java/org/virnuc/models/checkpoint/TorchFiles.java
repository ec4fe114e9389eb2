package org.virnuc.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Files that the tests of this package read, and what is in them by a second way. */
final class TorchFiles {

    private TorchFiles() {}

    /** A file of the test resources; fails if it is not there. */
    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(TorchFiles.class.getResource("/" + name), "no resource " + name)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Type and shape of one tensor; fails if there is none of that name. */
    static TensorInfo info(CheckpointReader reader, String name) {
        return Objects.requireNonNull(reader.tensors().get(name), "no tensor " + name);
    }

    /** The values of one tensor. */
    static byte[] values(CheckpointReader reader, String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.copyTo(name, out);
        return out.toByteArray();
    }

    /** The values of one fp32 tensor. */
    static float[] floats(CheckpointReader reader, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(values(reader, name)).order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }

    /** The values of every tensor of a safetensors file, read in the plainest way. */
    static Map<String, byte[]> safetensors(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        JsonNode json = new ObjectMapper().readTree(bytes, Long.BYTES, header);
        Map<String, byte[]> tensors = new LinkedHashMap<>();
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("__metadata__")) {
                JsonNode offsets = json.get(name).get("data_offsets");
                int start = Long.BYTES + header;
                tensors.put(
                        name,
                        Arrays.copyOfRange(
                                bytes,
                                start + offsets.get(0).intValue(),
                                start + offsets.get(1).intValue()));
            }
        }
        return tensors;
    }
}
