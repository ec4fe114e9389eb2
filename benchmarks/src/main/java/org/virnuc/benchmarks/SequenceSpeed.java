package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The stages before the encoders, by JMH, beside BioJava. */
@Command(
        name = "sequence",
        description = "Chunking, translation and splitting on one thread, beside the same through BioJava (JMH).",
        mixinStandardHelpOptions = true)
final class SequenceSpeed extends Piece {
    private static final double GOAL = 60;
    private static final long SECONDS = 2;

    private static final Map<String, String> NAMES = Map.of(
            "chunking", "chunking",
            "chunkingAndTranslation", "chunking and translation",
            "allSequenceStages", "chunking, translation, both splittings",
            "biojava", "chunking and translation through BioJava");

    @Option(names = "--input", description = "FASTA, may be gzipped; default: 20 Mb are generated")
    private Optional<Path> input = Optional.empty();

    @Option(
            names = "--iterations",
            converter = FromOne.class,
            description = "of two seconds, after those to warm up; default: ${DEFAULT-VALUE}")
    private int iterations = 5;

    @Option(
            names = "--warm-up",
            converter = FromOne.class,
            description = "iterations of two seconds to warm up; default: ${DEFAULT-VALUE}")
    private int warmUp = 3;

    @Override
    double minutes() {
        return NAMES.size() * (SECONDS * (iterations + warmUp) + 4) / 60.0;
    }

    @Override
    void check() throws IOException {
        if (input.isPresent()) {
            Places.checkRecords(input.get()); // JMH would only say that its process has failed
        }
    }

    @Override
    List<Figure> measure() throws IOException {
        Path log = Places.target("jmh.txt");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(SequenceStagesBenchmark.class.getSimpleName())
                .param(
                        "file",
                        input.map(file -> file.toAbsolutePath().toString()).orElse(""))
                .output(log.toString())
                .shouldFailOnError(true)
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(SECONDS))
                .warmupIterations(warmUp)
                .warmupTime(TimeValue.seconds(SECONDS));
        Collection<RunResult> results;
        try {
            results = new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IOException("JMH could not measure the sequence stages; " + log + " says why", e);
        }
        List<Figure> figures = new ArrayList<>();
        System.out.println("| work, one thread | Mb/s |");
        System.out.println("|---|---:|");
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark().replaceAll(".*\\.", "");
            Result<?> speed =
                    Objects.requireNonNull(result.getSecondaryResults().get("megabases"));
            String name = NAMES.getOrDefault(method, method);
            String error = iterations > 2 ? String.format(Locale.ROOT, " ± %.1f", speed.getScoreError()) : "";
            System.out.printf(Locale.ROOT, "| %s | %.1f%s |%n", name, speed.getScore(), error);
            if (method.equals("chunkingAndTranslation")) {
                figures.add(Figure.atLeast(name + ", Mb/s", speed.getScore(), GOAL, "%.1f"));
            }
        }
        return figures;
    }
}
