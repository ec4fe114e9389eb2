package org.virnuc.models.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.TensorInfo;

/**
 * A tensor to be written to an archive: its shape, and where its values come from. Values are fetched piece by piece
 * while the archive is written, so that a model is never in the heap as a whole.
 */
public final class Weight {
    private final List<Long> shape;
    private final List<Piece> pieces;

    private Weight(List<Long> shape, List<Piece> pieces) {
        this.shape = List.copyOf(shape);
        this.pieces = List.copyOf(pieces);
    }

    /** A tensor of a checkpoint, unchanged. */
    public static Weight of(CheckpointReader reader, String name) {
        TensorInfo info = info(reader, name);
        return new Weight(info.shape(), List.of(new Slice(reader, info, 0, info.elements(), 1)));
    }

    /** A one-dimensional tensor of values that are not in a checkpoint, such as the slopes of ALiBi. */
    public static Weight of(float... values) {
        return new Weight(List.of((long) values.length), List.of(new Values(values.clone())));
    }

    /** A matrix of values that are not in a checkpoint, row-major. */
    public static Weight matrix(int rows, float... values) {
        if (rows < 1 || values.length % rows != 0) {
            throw new IllegalArgumentException(values.length + " values are no matrix of " + rows + " rows");
        }
        return new Weight(List.of((long) rows, (long) values.length / rows), List.of(new Values(values.clone())));
    }

    /** Concatenates tensors along the first dimension; all other dimensions must be equal. */
    public static Weight concat(List<Weight> parts) {
        List<Long> rest = parts.get(0).shape.subList(1, parts.get(0).shape.size());
        long rows = 0;
        List<Piece> pieces = new ArrayList<>();
        for (Weight part : parts) {
            if (!part.shape.subList(1, part.shape.size()).equals(rest)) {
                throw new IllegalArgumentException("cannot concatenate " + part.shape + " to [.., " + rest + "]");
            }
            rows += part.shape.get(0);
            pieces.addAll(part.pieces);
        }
        return new Weight(shape(rows, rest), pieces);
    }

    /**
     * The rows from {@code from} (inclusive) to {@code to} (exclusive) of the first dimension. This weight must be a
     * single tensor of a checkpoint.
     */
    public Weight rows(long from, long to) {
        if (pieces.size() != 1 || !(pieces.get(0) instanceof Slice slice)) {
            throw new IllegalArgumentException("only a tensor of a checkpoint has rows to choose");
        }
        if (from < 0 || to > shape.get(0) || from >= to) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " of " + shape);
        }
        List<Long> rest = shape.subList(1, shape.size());
        long row = slice.count / shape.get(0);
        Slice part = new Slice(slice.reader, slice.info, slice.first + from * row, (to - from) * row, slice.scale);
        return new Weight(shape(to - from, rest), List.of(part));
    }

    /** This weight with every value multiplied by a factor, in fp32, before it is rounded to its final precision. */
    public Weight scaled(float factor) {
        List<Piece> scaled = new ArrayList<>();
        for (Piece piece : pieces) {
            scaled.add(piece.scaled(factor));
        }
        return new Weight(shape, scaled);
    }

    /** The dimensions. */
    public List<Long> shape() {
        return shape;
    }

    /** The number of values. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** All values as 32-bit floats, row-major. */
    public float[] floats() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copyTo(out, ElementType.F32);
        FloatBuffer values = ByteBuffer.wrap(out.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }

    /** Writes all values, row-major and little-endian, as elements of this type. */
    void copyTo(OutputStream out, ElementType type) throws IOException {
        for (Piece piece : pieces) {
            piece.copyTo(out, type);
        }
    }

    private static TensorInfo info(CheckpointReader reader, String name) {
        TensorInfo info = reader.tensors().get(name);
        if (info == null) {
            throw new IllegalArgumentException("the checkpoint has no tensor " + name);
        }
        return info;
    }

    private static List<Long> shape(long rows, List<Long> rest) {
        List<Long> shape = new ArrayList<>();
        shape.add(rows);
        shape.addAll(rest);
        return shape;
    }

    /** A part of a weight's values, written without the other parts. */
    private sealed interface Piece {
        Piece scaled(float factor);

        void copyTo(OutputStream out, ElementType type) throws IOException;
    }

    /** {@code count} elements of a checkpoint's tensor, starting at element {@code first}, times {@code scale}. */
    private record Slice(CheckpointReader reader, TensorInfo info, long first, long count, float scale)
            implements Piece {
        @Override
        public Piece scaled(float factor) {
            return new Slice(reader, info, first, count, scale * factor);
        }

        @Override
        public void copyTo(OutputStream out, ElementType type) throws IOException {
            try (ElementConverter converter = new ElementConverter(out, info, type, scale)) {
                converter.keep(first, count);
                reader.copyTo(info.name(), converter);
            }
        }
    }

    private static final class Values implements Piece {
        private final float[] values;

        Values(float[] values) {
            this.values = values;
        }

        @Override
        public Piece scaled(float factor) {
            float[] scaled = values.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= factor;
            }
            return new Values(scaled);
        }

        @Override
        public void copyTo(OutputStream out, ElementType type) throws IOException {
            out.write(ElementConverter.bytes(values, type));
        }
    }
}
