package org.virnuc.models.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes safetensors files. Tensors are in the order of their names, so the same tensors always give the same bytes.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class SafetensorsWriter {
    /** The values begin at a multiple of this, as the reference implementation writes them. */
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** The content of a file with these tensors. */
    public static byte[] bytes(Map<String, TensorValues> tensors) {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        new TreeMap<>(tensors).forEach((name, tensor) -> {
            String shape = tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(","));
            int begin = values.size();
            values.writeBytes(tensor.bytes());
            header.append(",\"").append(plain(name)).append("\":{\"dtype\":\"").append(tensor.type());
            header.append("\",\"shape\":[").append(shape).append("],\"data_offsets\":[");
            header.append(begin).append(',').append(values.size()).append("]}");
        });
        header.append('}');
        while (header.length() % ALIGNMENT != 0) {
            header.append(' ');
        }
        return ByteBuffer.allocate(Long.BYTES + header.length() + values.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.toString().getBytes(StandardCharsets.US_ASCII))
                .put(values.toByteArray())
                .array();
    }

    private static String plain(String name) {
        if (!name.matches("[A-Za-z0-9._/-]+")) {
            throw new IllegalArgumentException("tensor name " + name + " has characters besides letters, digits, ._/-");
        }
        return name;
    }
}
