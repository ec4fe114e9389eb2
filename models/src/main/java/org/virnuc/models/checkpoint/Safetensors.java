package org.virnuc.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.models.ModelException;

/**
 * Reads a safetensors file: eight bytes with the header's length, a JSON header, then the values. The header is checked
 * as strictly as the format requires: every offset is in range, and tensors follow each other without gap or overlap up
 * to the end of the file.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors implements CheckpointReader {
    /** The format's own limit in bytes; a file with a larger header is an attack, or not a safetensors file. */
    static final long HEADER_LIMIT = 100_000_000;

    private static final int BUFFER = 1 << 18;
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("F64", ElementType.F64),
            Map.entry("F32", ElementType.F32),
            Map.entry("F16", ElementType.F16),
            Map.entry("BF16", ElementType.BF16),
            Map.entry("I64", ElementType.I64),
            Map.entry("I32", ElementType.I32),
            Map.entry("I16", ElementType.I16),
            Map.entry("I8", ElementType.I8),
            Map.entry("U8", ElementType.U8),
            Map.entry("BOOL", ElementType.BOOL));

    private final Path path;
    private final FileChannel channel;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, Long> positions = new HashMap<>();

    private Safetensors(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws ModelException if the file is not a valid safetensors file
     */
    public static Safetensors open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Safetensors file = new Safetensors(path, channel);
            file.readHeader();
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void copyTo(String name, OutputStream out) throws IOException {
        TensorInfo info = tensors.get(name);
        Long start = positions.get(name);
        if (info == null || start == null) {
            throw new ModelException(path + " has no tensor " + name);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, info.byteLength())));
        long position = start;
        long end = start + info.byteLength();
        while (position < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            int count = channel.read(buffer, position);
            if (count <= 0) {
                throw bad("ends at byte " + position + ", inside tensor " + TensorCheck.quoted(name)
                        + " (the file shrank while it was read)");
            }
            out.write(buffer.array(), 0, count);
            position += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void readHeader() throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw bad("has " + size + " bytes, too few for a header");
        }
        long length = read(0, 8).getLong();
        if (length < 2 || length > HEADER_LIMIT) {
            throw bad(
                    "declares a header of " + Long.toUnsignedString(length) + " bytes; expected 2 to " + HEADER_LIMIT);
        }
        if (length > size - 8) {
            throw bad("declares a header of " + length + " bytes, but only " + (size - 8) + " follow");
        }
        List<Entry> entries = parse(read(8, (int) length).array());
        checkLayout(entries, size - 8 - length);
        for (Entry entry : entries) {
            positions.put(entry.info.name(), 8 + length + entry.begin);
        }
    }

    private List<Entry> parse(byte[] header) {
        JsonNode root = JsonText.parseUnique(header, why -> bad("has a header that is not JSON (" + why + ")"));
        if (!root.isObject()) {
            throw bad("has a header that is not a JSON object");
        }
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                Entry entry = entry(field.getKey(), field.getValue());
                entries.add(entry);
                tensors.put(field.getKey(), entry.info);
            }
        }
        return entries;
    }

    private Entry entry(String name, JsonNode node) {
        String type = node.path("dtype").asText("");
        ElementType element = TYPES.get(type);
        if (element == null) {
            throw bad("declares tensor " + TensorCheck.quoted(name) + " with the unknown dtype \"" + type
                    + "\"; known are " + TYPES.keySet().stream().sorted().toList());
        }
        List<Long> shape = longs(name, "shape", node.path("shape"));
        List<Long> offsets = longs(name, "data_offsets", node.path("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw bad("declares tensor " + TensorCheck.quoted(name) + " with data_offsets " + offsets
                    + "; expected [begin, end]");
        }
        long declared = offsets.get(1) - offsets.get(0);
        try {
            TensorInfo info = new TensorInfo(name, element, shape);
            if (info.byteLength() != declared) {
                throw bad("declares tensor " + TensorCheck.quoted(name) + " " + type + " " + shape + " = "
                        + info.byteLength() + " bytes, but " + declared + " bytes by its offsets");
            }
            return new Entry(info, offsets.get(0), offsets.get(1));
        } catch (ArithmeticException e) {
            throw new ModelException(
                    explain("declares tensor " + TensorCheck.quoted(name) + " with the impossible shape " + shape), e);
        }
    }

    private List<Long> longs(String name, String field, JsonNode node) {
        List<Long> values = new ArrayList<>();
        for (JsonNode value : node) {
            if (!value.canConvertToLong() || !value.isIntegralNumber() || value.asLong() < 0) {
                throw bad("declares tensor " + TensorCheck.quoted(name) + " with " + field + " " + node
                        + "; expected whole numbers from 0");
            }
            values.add(value.asLong());
        }
        if (!node.isArray()) {
            throw bad("declares tensor " + TensorCheck.quoted(name) + " without " + field);
        }
        return values;
    }

    private void checkLayout(List<Entry> entries, long dataBytes) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long covered = 0;
        for (Entry entry : sorted) {
            if (entry.begin != covered) {
                throw bad("has tensor " + TensorCheck.quoted(entry.info.name()) + " at byte " + entry.begin
                        + " of the data; expected " + covered
                        + " (tensors must follow each other without gap or overlap)");
            }
            covered = entry.end;
        }
        if (covered != dataBytes) {
            throw bad("declares " + covered + " bytes of data, but holds " + dataBytes);
        }
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw bad("ends inside its header");
            }
        }
        return buffer.flip();
    }

    private ModelException bad(String what) {
        return new ModelException(explain(what));
    }

    private String explain(String what) {
        return "safetensors file " + path + " " + what + "; download it again";
    }

    private record Entry(TensorInfo info, long begin, long end) {}
}
