package org.virnuc.calling.confidence;

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
import org.virnuc.files.Digests;
import org.virnuc.files.Reason;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.Safetensors;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.store.ModelPack;

/**
 * The distribution of the training data's features, and the distance of other features from it: {@code
 * distribution.safetensors} beside the head of a pack. It is the Mahalanobis distance under a normal distribution with
 * a covariance of some directions and a common variance of all others, divided by the median distance of training
 * frames. The embedded distribution has the directions in which training data vary least, where unusual sequences show
 * first, and ignores the others.
 *
 * <p>Tensors, {@code LENGTH} being the chunk length: {@code LENGTH.mean} [features]; {@code LENGTH.axes} [directions,
 * features], each of the length 1 / its standard deviation; {@code LENGTH.rest} [1], 1 / the standard deviation of the
 * other directions, 0 where they do not count; {@code LENGTH.scale} [1], what distances are divided by; {@code
 * LENGTH.limits} [n, 2], number of chunks and the distance that a record of that many chunks and more seldom goes
 * beyond. {@code model} [n, 32] holds the SHA-256 of DNA encoder, protein encoder and head.
 */
public final class TrainingDistribution {
    /** The name of the file beside the head of a pack. */
    public static final String FILE_NAME = "distribution.safetensors";

    /** The number of rows whose sums over all directions fit into a core's cache. */
    private static final int ROWS_AT_ONCE = 256;

    private static final int FEATURES_AT_ONCE = 4;

    private final String digest;
    private final float[] mean;

    /** Directions by features, row-major. */
    private final double[] axes;

    /** The squared length of each direction. */
    private final double[] norms;

    private final double rest;
    private final double scale;
    private final float[] limits;

    /** Creates a distribution from its tensors. */
    TrainingDistribution(String digest, float[] mean, float[] axes, double rest, double scale, float[] limits) {
        this.digest = digest;
        this.mean = mean;
        this.axes = new double[axes.length];
        this.norms = new double[axes.length / mean.length];
        this.rest = rest;
        this.scale = scale;
        this.limits = limits;
        for (int i = 0; i < axes.length; i++) {
            this.axes[i] = axes[i];
            norms[i / mean.length] += this.axes[i] * this.axes[i];
        }
    }

    /** The distribution beside the head of a pack, if it belongs to that pack and contains the chunk length. */
    public static Optional<TrainingDistribution> of(ModelPack pack, int length) {
        Path file = pack.head().path().toAbsolutePath().resolveSibling(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Safetensors reader = Safetensors.open(file)) {
            Tensors tensors = new Tensors(file, reader);
            if (!tensors.belongsTo(pack) || !reader.tensors().containsKey(length + ".mean")) {
                return Optional.empty();
            }
            return Optional.of(tensors.distribution(Digests.ofFile(file), length));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + Reason.of(e), e);
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

    /**
     * The distance of each row of features; 1 is the distance of a typical training frame.
     *
     * @param values row-major, {@code [rows, features]}
     */
    public float[] distances(float[] values, int rows) {
        float[] distances = new float[rows];
        for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
            Rows some = new Rows(values, from, Math.min(ROWS_AT_ONCE, rows - from));
            for (int i = 0; i < mean.length; i += FEATURES_AT_ONCE) {
                some.add(i);
            }
            some.finish(distances);
        }
        return distances;
    }

    /**
     * Computes some rows together. Values are stored by direction, so that the innermost loops run over rows and can be
     * vectorized, while each sum is added up in the order of the features.
     */
    private final class Rows {
        private final float[] values;
        private final int from;
        private final double[][] along;
        private final double[] outside;
        private final double[][] centred;

        Rows(float[] values, int from, int count) {
            this.values = values;
            this.from = from;
            this.along = new double[norms.length][count];
            this.outside = new double[count];
            this.centred = new double[FEATURES_AT_ONCE][count];
        }

        /** Adds a few features to all directions. */
        void add(int feature) {
            int count = Math.min(FEATURES_AT_ONCE, mean.length - feature);
            for (int i = 0; i < count; i++) {
                centre(feature + i, centred[i]);
            }
            for (int axis = 0; axis < norms.length; axis++) {
                int at = axis * mean.length + feature;
                if (count == FEATURES_AT_ONCE) {
                    addFour(along[axis], centred, axes[at], axes[at + 1], axes[at + 2], axes[at + 3]);
                } else {
                    for (int i = 0; i < count; i++) {
                        addOne(along[axis], centred[i], axes[at + i]);
                    }
                }
            }
        }

        private void centre(int feature, double[] into) {
            for (int row = 0; row < into.length; row++) {
                into[row] = values[(from + row) * mean.length + feature] - mean[feature];
                outside[row] += into[row] * into[row];
            }
        }

        void finish(float[] distances) {
            double[] square = new double[outside.length];
            for (int axis = 0; axis < norms.length; axis++) {
                addSquares(square, outside, along[axis], norms[axis]);
            }
            for (int row = 0; row < square.length; row++) {
                distances[from + row] =
                        (float) (Math.sqrt(square[row] + Math.max(0, outside[row]) * rest * rest) / scale);
            }
        }
    }

    private static void addOne(double[] sums, double[] values, double factor) {
        for (int row = 0; row < sums.length; row++) {
            sums[row] += values[row] * factor;
        }
    }

    private static void addFour(double[] sums, double[][] values, double a, double b, double c, double d) {
        double[] first = values[0];
        double[] second = values[1];
        double[] third = values[2];
        double[] fourth = values[3];
        for (int row = 0; row < sums.length; row++) {
            sums[row] = sums[row] + first[row] * a + second[row] * b + third[row] * c + fourth[row] * d;
        }
    }

    private static void addSquares(double[] square, double[] outside, double[] along, double norm) {
        for (int row = 0; row < square.length; row++) {
            square[row] += along[row] * along[row];
            outside[row] -= along[row] * along[row] / norm;
        }
    }

    /** The mean distance that a record with this number of chunks seldom exceeds. */
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

        TrainingDistribution distribution(String digest, int length) throws IOException {
            float[] mean = read(length + ".mean");
            float[] axes = read(length + ".axes");
            float[] limits = read(length + ".limits");
            if (axes.length % mean.length != 0 || limits.length % 2 != 0) {
                throw new ModelException(path + ": the tensors of length " + length + " do not fit each other");
            }
            return new TrainingDistribution(
                    digest, mean, axes, read(length + ".rest")[0], read(length + ".scale")[0], limits);
        }

        private float[] read(String name) throws IOException {
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
