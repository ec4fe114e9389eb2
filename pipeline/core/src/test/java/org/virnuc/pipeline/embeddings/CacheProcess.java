package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A process that uses a cache as runs do. Its arguments are the folder, the limit, a number and the number of rounds.
 */
final class CacheProcess {
    private static final int MOST = 400;

    private CacheProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        VectorUse use = new VectorUse(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        Random random = new Random(Integer.parseInt(arguments[2]));
        for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
            List<String> wanted = VectorUse.sequences(random.nextInt(MOST), 1 + random.nextInt(MOST));
            if (!Arrays.equals(use.run(wanted), VectorUse.vectors(VectorUse.ENCODER, wanted))
                    || !use.warnings.isEmpty()) {
                throw new IllegalStateException("round " + round + " got wrong vectors or warnings: " + use.warnings);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    static Process start(Path folder, long limit, int number, int rounds, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CacheProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(limit),
                        String.valueOf(number),
                        String.valueOf(rounds))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
