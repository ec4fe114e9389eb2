package org.virnuc.pipeline.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.engine.UsageException;
import org.virnuc.models.EncoderOptions;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.sequences.InputFile;
import org.virnuc.telemetry.TelemetryTier;

/**
 * What a run is asked to do.
 *
 * @param inputs files, and directories of files, in the order given; {@code -} is standard input
 * @param output the run directory; empty for the default
 * @param length bases of a chunk; empty for what the model was trained for
 * @param allowLengthMismatch whether a length the model was not trained for is accepted
 * @param model which model
 * @param encoders device, precision and batches
 * @param telemetry how much of the run is written down
 * @param baseline a run to compare with
 * @param force whether finished work is thrown away first
 * @param explain whether to say why each stage runs
 * @param clean whether {@code work} is removed after success
 * @param answers which files of calls, sequences and regions are written
 * @param reads what is said about reads
 */
public record PipelineConfig(
        List<Path> inputs,
        Optional<Path> output,
        Optional<Integer> length,
        boolean allowLengthMismatch,
        ModelChoice model,
        EncoderOptions encoders,
        TelemetryTier telemetry,
        Optional<Path> baseline,
        boolean force,
        boolean explain,
        boolean clean,
        AnswerOptions answers,
        ReadOptions reads) {

    /** What the name of a run directory ends with, where none was given. */
    public static final String DIRECTORY_SUFFIX = ".virnuc";

    public PipelineConfig {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new UsageException("no input given; name a FASTA file, or - for standard input");
        }
        if (inputs.stream().filter(InputFile.STANDARD_INPUT::equals).count() > 1) {
            throw new UsageException("standard input (-) is named more than once; it can be read once only");
        }
        length.filter(l -> l < 1).ifPresent(l -> {
            throw new UsageException("--length " + l + " is not a length; give 500 or 300");
        });
    }

    /** The same with other inputs. */
    public PipelineConfig withInputs(List<Path> others) {
        return with(others, output);
    }

    /** The same in another run directory. */
    public PipelineConfig withOutput(Path directory) {
        return with(inputs, Optional.of(directory));
    }

    private PipelineConfig with(List<Path> others, Optional<Path> directory) {
        return new PipelineConfig(
                others,
                directory,
                length,
                allowLengthMismatch,
                model,
                encoders,
                telemetry,
                baseline,
                force,
                explain,
                clean,
                answers,
                reads);
    }

    /**
     * A packaged model by name, or three parts of the user's own.
     *
     * @param cascade where the embedded model screens for it, how
     */
    public record ModelChoice(
            String name,
            Optional<Path> dna,
            Optional<Path> protein,
            Optional<Path> head,
            Optional<CascadeOptions> cascade) {
        /** Without a cascade. */
        public ModelChoice(String name, Optional<Path> dna, Optional<Path> protein, Optional<Path> head) {
            this(name, dna, protein, head, Optional.empty());
        }

        /** The same model in a cascade. */
        public ModelChoice with(CascadeOptions options) {
            return new ModelChoice(name, dna, protein, head, Optional.of(options));
        }

        public ModelChoice {
            long given = List.of(dna, protein, head).stream()
                    .filter(Optional::isPresent)
                    .count();
            if (given != 0 && given != 3) {
                throw new UsageException(
                        "--dna-model, --protein-model and --head go together; " + given + " of the three were given");
            }
        }

        /** Whether the parts were given one by one. */
        public boolean inParts() {
            return dna.isPresent();
        }
    }

    /** The run directory: the one given, or the first input's name with its extension exchanged, in the current folder. */
    public Path outputDirectory() {
        return output.orElseGet(() -> Path.of(stem(inputs.get(0)) + DIRECTORY_SUFFIX));
    }

    private static String stem(Path input) {
        if (input.equals(InputFile.STANDARD_INPUT)) {
            return "stdin";
        }
        Path fileName =
                Files.isDirectory(input) ? input.toAbsolutePath().normalize().getFileName() : input.getFileName();
        String name = fileName == null ? "input" : fileName.toString();
        for (String compressed : List.of(".gz", ".bgz", ".bz2", ".xz", ".zst")) {
            if (name.endsWith(compressed) && name.length() > compressed.length()) {
                name = name.substring(0, name.length() - compressed.length());
            }
        }
        int dot = Files.isDirectory(input) ? -1 : name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
