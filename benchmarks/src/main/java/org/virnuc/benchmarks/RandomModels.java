package org.virnuc.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;

/**
 * Models of published shapes with random weights, in the layout of the Hugging Face hub: speed does not depend on what the weights are.
 * {@code benchmarks/reference/full_size.py} makes others.
 */
final class RandomModels {
    private static final String VOCABULARY =
            "<cls> <pad> <eos> <unk> L A G V S E R T I D P K Q N F Y M H W C X B U Z O . - <null_1> <mask>";
    private static final String WEIGHTS = "model.safetensors";
    private static final int BLOCK = 1 << 20;
    private static final int HEAD_WIDTH = 512;
    private static final int LAYERS = 33;
    private static final float[] RANDOM = block();

    private RandomModels() {}

    /**
     * A temporary folder with a protein encoder and a head that fits it and virnuc-mini's DNA encoder.
     *
     * @param path is gone when it is closed
     */
    record Folder(Path path, int width) implements AutoCloseable {

        /** Writes an ESM-2. */
        static Folder esm2(int layers, int width, int heads) throws IOException {
            Path target = Files.createDirectories(Places.target("models"));
            Folder folder = new Folder(Files.createTempDirectory(target, "random-model-"), width);
            Runtime.getRuntime().addShutdownHook(new Thread(folder::remove)); // gigabytes, also where it is stopped
            RandomModels.esm2(folder.path.resolve("esm2"), layers, width, heads);
            return folder;
        }

        Path weights() {
            return path.resolve("esm2").resolve(WEIGHTS);
        }

        /** The three parts as a model. */
        ModelPack pack(ModelStore store) throws IOException {
            ModelPart dna = store.pack("virnuc-mini").dna();
            Path head = path.resolve("head.safetensors");
            head(head, dna.dimension() + width);
            return store.parts(dna.path(), path.resolve("esm2"), head);
        }

        @Override
        public void close() throws IOException {
            if (Files.exists(path)) {
                try (Stream<Path> files = Files.walk(path)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }

        private void remove() {
            try {
                close();
            } catch (IOException | UncheckedIOException e) {
                System.err.println("benchmarks/run: remove " + path + " by hand: " + e.getMessage());
            }
        }
    }

    /** ESM-2 of 650M, or as many of its layers. */
    static String name(int layers) {
        return layers == LAYERS ? "ESM-2 650M" : layers + " of 33 layers of ESM-2 650M";
    }

    /** Writes an ESM-2 in fp32; 650M has 33 layers, is 1,280 wide and has 20 heads. */
    static void esm2(Path folder, int layers, int width, int heads) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("vocab.txt"), VOCABULARY.replace(' ', '\n'));
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"architectures": ["EsmForMaskedLM"], "model_type": "esm", "hidden_size": %d, "num_attention_heads": %d,
                 "num_hidden_layers": %d, "intermediate_size": %d, "vocab_size": 33, "max_position_embeddings": 1026,
                 "position_embedding_type": "rotary", "token_dropout": true, "emb_layer_norm_before": false,
                 "layer_norm_eps": 1e-5, "pad_token_id": 1, "mask_token_id": 32, "hidden_act": "gelu"}
                """
                        .formatted(width, heads, layers, 4 * width));
        Map<String, int[]> tensors = new LinkedHashMap<>();
        tensors.put("esm.embeddings.word_embeddings.weight", new int[] {33, width});
        for (int i = 0; i < layers; i++) {
            String layer = "esm.encoder.layer." + i + ".";
            for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
                linear(tensors, layer + "attention." + part, width, width);
            }
            norm(tensors, layer + "attention.LayerNorm", width);
            linear(tensors, layer + "intermediate.dense", 4 * width, width);
            linear(tensors, layer + "output.dense", width, 4 * width);
            norm(tensors, layer + "LayerNorm", width);
        }
        norm(tensors, "esm.encoder.emb_layer_norm_after", width);
        write(folder.resolve(WEIGHTS), tensors);
    }

    /** Writes a head whose two vectors have that number of elements together. */
    static void head(Path file, int features) throws IOException {
        Map<String, int[]> tensors = new LinkedHashMap<>();
        linear(tensors, "hidden_layer", HEAD_WIDTH, features);
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            tensors.put("bn1." + part, new int[] {HEAD_WIDTH});
        }
        linear(tensors, "output_layer", 2, HEAD_WIDTH);
        write(file, tensors);
    }

    private static void linear(Map<String, int[]> tensors, String name, int outputs, int inputs) {
        tensors.put(name + ".weight", new int[] {outputs, inputs});
        tensors.put(name + ".bias", new int[] {outputs});
    }

    private static void norm(Map<String, int[]> tensors, String name, int width) {
        tensors.put(name + ".weight", new int[] {width});
        tensors.put(name + ".bias", new int[] {width});
    }

    /** A safetensors file: the length of the header, the header, all values. */
    private static void write(Path file, Map<String, int[]> tensors) throws IOException {
        List<String> entries = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
            int[] shape = tensor.getValue();
            long end = at + Float.BYTES * count(shape);
            String dimensions = shape.length == 1 ? Integer.toString(shape[0]) : shape[0] + "," + shape[1];
            entries.add("\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                    .formatted(tensor.getKey(), dimensions, at, end));
            at = end;
        }
        byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BLOCK)) {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
                values(out, tensor.getKey(), tensor.getValue());
            }
        }
    }

    /** Matrices with rows of about unit norm; weights of norms and variances near one; small biases. */
    private static void values(OutputStream out, String name, int[] shape) throws IOException {
        boolean matrix = shape.length == 2;
        boolean nearOne = name.matches(".*(LayerNorm|layer_norm_after|bn1)\\.weight") || name.endsWith("running_var");
        float scale = matrix ? (float) (1 / Math.sqrt(shape[1])) : 0.02f;
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int from = Math.floorMod(name.hashCode(), BLOCK);
        for (long left = count(shape); left > 0; left -= BLOCK) {
            buffer.clear();
            int here = (int) Math.min(left, BLOCK);
            for (int i = 0; i < here; i++) {
                buffer.putFloat((nearOne ? 1 : 0) + scale * RANDOM[(from + i) % BLOCK]);
            }
            out.write(buffer.array(), 0, here * Float.BYTES);
        }
    }

    private static long count(int[] shape) {
        return shape.length == 1 ? shape[0] : (long) shape[0] * shape[1];
    }

    private static float[] block() {
        Random random = new Random(11);
        float[] block = new float[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (float) random.nextGaussian();
        }
        return block;
    }
}
