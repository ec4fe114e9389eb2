package org.virnuc.pipeline.confidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.Safetensors;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.Digests;

/**
 * Where the features of the training data lie, and so how far others lie from them: {@code distribution.safetensors} beside the
 * head of a pack. The distance is that of Mahalanobis under a normal distribution with a covariance of some directions and one variance in
 * all others, divided by what half of the training frames have. The embedded one has the directions in which training data vary
 * least, where what is unlike shows first, and does not count the others.
 *
 * <p>Tensors, {@code LENGTH} being the chunk length: {@code LENGTH.mean} [features]; {@code LENGTH.axes} [directions, features], each of
 * the length 1 / its standard deviation; {@code LENGTH.rest} [1], 1 / the standard deviation of the other directions, 0 where they do not count; {@code LENGTH.scale} [1],
 * what distances are divided by; {@code LENGTH.limits} [n, 2], number of chunks and the distance that a record of so many
 * chunks and more seldom goes beyond. {@code model} [n, 32] holds the SHA-256 of DNA encoder, protein encoder and head.
 */
public final class Distribution {
    /** Its name beside the head of a pack. */
    public static final String FILE_NAME = "distribution.safetensors";

    private final String digest;
    private final float[] mean;

    /** Directions by features: a row for each feature, so that one feature adds to all directions at once. */
    private final double[] axes;

    /** The squared length of each direction. */
    private final double[] norms;

    private final double rest;
    private final double scale;
    private final float[] limits;

    private Distribution(String digest, Tensors tensors, int length) throws IOException {
        this.digest = digest;
        this.mean = tensors.read(length + ".mean");
        float[] stored = tensors.read(length + ".axes");
        this.rest = tensors.read(length + ".rest")[0];
        this.scale = tensors.read(length + ".scale")[0];
        this.limits = tensors.read(length + ".limits");
        if (stored.length % mean.length != 0 || limits.length % 2 != 0) {
            throw new ModelException(tensors.path + ": the tensors of length " + length + " do not fit each other");
        }
        this.norms = new double[stored.length / mean.length];
        this.axes = new double[stored.length];
        for (int axis = 0; axis < norms.length; axis++) {
            for (int i = 0; i < mean.length; i++) {
                double part = stored[axis * mean.length + i];
                axes[i * norms.length + axis] = part;
                norms[axis] += part * part;
            }
        }
    }

    /** The one that lies beside the head of a pack, where it belongs to that pack and knows the chunk length. */
    public static Optional<Distribution> of(ModelPack pack, int length) {
        Path file = pack.head().path().toAbsolutePath().resolveSibling(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Safetensors reader = Safetensors.open(file)) {
            Tensors tensors = new Tensors(file, reader);
            if (!tensors.belongsTo(pack) || !reader.tensors().containsKey(length + ".mean")) {
                return Optional.empty();
            }
            return Optional.of(new Distribution(Digests.ofFile(file), tensors, length));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the file. */
    public String digest() {
        return digest;
    }

    /** The number of features. */
    public int features() {
        return mean.length;
    }

    /** The distance of one row of features; 1 is that of an ordinary training frame. */
    public float distance(float[] values, int offset) {
        double[] along = new double[norms.length];
        double outside = 0;
        for (int i = 0; i < mean.length; i++) {
            double centred = values[offset + i] - mean[i];
            outside += centred * centred;
            add(centred, i * along.length, along);
        }
        double square = 0;
        for (int axis = 0; axis < along.length; axis++) {
            square += along[axis] * along[axis];
            outside -= along[axis] * along[axis] / norms[axis];
        }
        return (float) (Math.sqrt(square + Math.max(0, outside) * rest * rest) / scale);
    }

    /** A loop that compilers make vector instructions of; the sum over features would be none. */
    private void add(double centred, int from, double[] along) {
        for (int axis = 0; axis < along.length; axis++) {
            along[axis] += centred * axes[from + axis];
        }
    }

    /** The mean distance of so many chunks that is seldom exceeded. */
    double limit(int chunks) {
        double limit = Double.POSITIVE_INFINITY;
        for (int i = 0; i < limits.length; i += 2) {
            if (limits[i] <= chunks) {
                limit = limits[i + 1];
            }
        }
        return limit;
    }

    /** The tensors of a file. */
    private record Tensors(Path path, Safetensors reader) {
        private static final int DIGEST_BYTES = 32;

        boolean belongsTo(ModelPack pack) throws IOException {
            byte[] stored = bytes("model", ElementType.U8);
            byte[] expected = java.util.HexFormat.of()
                    .parseHex(pack.dna().sha256()
                            + pack.protein().sha256()
                            + pack.head().sha256());
            return stored.length == 3 * DIGEST_BYTES && java.util.Arrays.equals(stored, expected);
        }

        float[] read(String name) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(name, ElementType.F32)).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        }

        private byte[] bytes(String name, ElementType type) throws IOException {
            @Nullable TensorInfo info = reader.tensors().get(name);
            if (info == null || info.type() != type || info.elements() == 0) {
                throw new ModelException(path + " is not a distribution: it has no tensor " + name + " of type " + type
                        + "; found " + reader.tensors().keySet());
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.copyTo(Objects.requireNonNull(name), out);
            return out.toByteArray();
        }
    }
}
