package org.virnuc.models.chunkhead;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.virnuc.files.Digests;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.Safetensors;
import org.virnuc.models.checkpoint.SmallFloats;
import org.virnuc.models.checkpoint.TensorCheck;
import org.virnuc.models.checkpoint.TensorInfo;

/**
 * Reads the two files of a chunk head, {@code chunk-head.json} and {@code chunk-head.safetensors}, which lie beside the
 * head of a model. The first describes, the second holds numbers; neither is trusted: the description must be of a known
 * format and belong to the model, the tensors must be those that it needs, in its shapes, of finite numbers in float32 or
 * float16.
 *
 * <p>Tensors of network {@code n}, from 0: {@code n.mean} and {@code n.scale} [inputs], {@code n.layers.i.weight}
 * [outputs, inputs] and {@code n.layers.i.bias} [outputs] of layer {@code i}, from 0; the last layer has one output. Names
 * of the composition networks begin with {@code composition.}, those of the networks for what is not biological sequence
 * with {@code ood.}.
 */
public final class ChunkHeadFiles {
    /** The file that describes a chunk head. */
    public static final String JSON = "chunk-head.json";

    /** The file with the numbers of a chunk head. */
    public static final String TENSORS = "chunk-head.safetensors";

    private static final Pattern NONE = Pattern.compile("(?!)");

    private ChunkHeadFiles() {}

    /**
     * SHA-256 of the parts that a chunk head belongs to.
     *
     * @param dnaHead that of the DNA-only head
     */
    public record Model(
            @JsonProperty(value = "dna", required = true) String dna,
            @JsonProperty(value = "protein", required = true) String protein,
            @JsonProperty(value = "head", required = true) String head,
            @JsonProperty(value = "dna_head", required = true) String dnaHead) {}

    /**
     * The chunk head beside the head of a model, if there is one.
     *
     * @throws ModelException if its files are damaged, or belong to another model
     */
    public static Optional<ChunkHead> beside(Path head, Model model) throws IOException {
        Path json = head.toAbsolutePath().resolveSibling(JSON);
        return Files.isRegularFile(json) ? Optional.of(read(json, model)) : Optional.empty();
    }

    /**
     * The chunk head that a file describes.
     *
     * @throws ModelException if the file or {@linkplain #tensors the one with the numbers} is damaged, or belongs to another
     *     model
     */
    public static ChunkHead read(Path json, Model model) throws IOException {
        if (!Files.isRegularFile(json)) {
            throw new ModelException(json + (Files.exists(json) ? " is not a file" : ": no such file")
                    + "; name the .json file of a chunk head");
        }
        Declaration declaration = Declaration.read(json);
        declaration.checkModel(json, model);
        Path tensors = tensors(json);
        if (!Files.isRegularFile(tensors)) {
            throw new ModelException(
                    json + " is there without " + tensors.getFileName() + "; put both files of the chunk head there");
        }
        String digest = Digests.ofFile(tensors);
        if (!digest.equals(declaration.weights())) {
            throw new ModelException(tensors + " has SHA-256 " + digest + ", expected " + declaration.weights() + " ("
                    + json.getFileName() + "); both files of the chunk head must be of one model");
        }
        try (Safetensors reader = Safetensors.open(tensors)) {
            return new Tensors(tensors, reader, declaration).chunkHead(json, digest);
        }
    }

    /** The file with the numbers of the chunk head that {@code json} describes: the same name, ending in safetensors. */
    public static Path tensors(Path json) {
        return json.resolveSibling(json.getFileName().toString().replaceAll("\\.json$", "") + ".safetensors");
    }

    /** The tensors of a file, in the shapes that a description declares. */
    private record Tensors(Path path, CheckpointReader reader, Declaration declaration) {
        private static final String COMPOSITION = "composition.";
        private static final String STRANGENESS = "ood.";

        ChunkHead chunkHead(Path json, String digest) throws IOException {
            Declaration.Networks composition = declaration.composition();
            Declaration.Strangeness strangeness = declaration.ood();
            Map<String, List<Long>> shapes = new LinkedHashMap<>(shapes("", declaration.chunk()));
            if (composition != null) {
                shapes.putAll(shapes(COMPOSITION, composition));
            }
            if (strangeness != null) {
                shapes.putAll(shapes(STRANGENESS, strangeness.shape()));
            }
            TensorCheck.verify(path, "this chunk head", reader, shapes, NONE);
            return new ChunkHead(
                    json,
                    Digests.ofText(Digests.ofFile(json) + digest),
                    declaration,
                    ensemble("", declaration.chunk()),
                    composition == null ? null : ensemble(COMPOSITION, composition),
                    strangeness == null ? null : ensemble(STRANGENESS, strangeness.shape()));
        }

        private static Map<String, List<Long>> shapes(String prefix, Declaration.Networks networks) {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            for (int n = 0; n < networks.networks(); n++) {
                String network = prefix + n;
                long inputs = networks.width();
                shapes.put(network + ".mean", List.of(inputs));
                shapes.put(network + ".scale", List.of(inputs));
                for (int i = 0; i < networks.layers().size(); i++) {
                    long outputs = networks.layers().get(i).outputs();
                    shapes.put(network + ".layers." + i + ".weight", List.of(outputs, inputs));
                    shapes.put(network + ".layers." + i + ".bias", List.of(outputs));
                    inputs = outputs;
                }
            }
            return shapes;
        }

        private Ensemble ensemble(String prefix, Declaration.Networks shape) throws IOException {
            List<DenseNetwork> networks = new ArrayList<>();
            for (int n = 0; n < shape.networks(); n++) {
                networks.add(network(prefix + n, shape.layers()));
            }
            return new Ensemble(shape.features(), networks);
        }

        private DenseNetwork network(String name, List<Declaration.Layer> shape) throws IOException {
            List<DenseNetwork.Layer> layers = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                String layer = name + ".layers." + i;
                layers.add(new DenseNetwork.Layer(
                        floats(layer + ".weight"),
                        floats(layer + ".bias"),
                        shape.get(i).activation()));
            }
            float[] scale = floats(name + ".scale");
            for (float one : scale) {
                if (!(one > 0)) {
                    throw new ModelException(path + ": tensor " + name + ".scale holds " + one
                            + ", and inputs are divided by it; expected numbers above 0");
                }
            }
            return new DenseNetwork(floats(name + ".mean"), scale, declaration.clip(), layers);
        }

        private float[] floats(String name) throws IOException {
            TensorInfo info = reader.tensors().get(name);
            if (info == null || (info.type() != ElementType.F32 && info.type() != ElementType.F16)) {
                throw new ModelException(path + ": tensor " + name + " is " + (info == null ? "missing" : info.type())
                        + "; a chunk head holds F32 or F16");
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.copyTo(name, out);
            ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[Math.toIntExact(info.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = info.type() == ElementType.F32 ? bytes.getFloat() : SmallFloats.fromHalf(bytes.getShort());
            }
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new ModelException(
                            path + ": tensor " + name + " holds " + value + "; expected finite numbers");
                }
            }
            return values;
        }
    }
}
