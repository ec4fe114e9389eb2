package org.virnuc.benchmarks;

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
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The stages before the encoders, by JMH, beside BioJava. */
@Command(
        name = "sequence",
        description =
                "Chunking, translation and splitting on one thread, beside the same through BioJava (JMH); about two minutes.",
        mixinStandardHelpOptions = true)
final class SequenceSpeed implements Piece {
    private static final double GOAL = 60;

    private static final Map<String, String> NAMES = Map.of(
            "chunking", "chunking",
            "chunkingAndTranslation", "chunking and translation",
            "allSequenceStages", "chunking, translation, both splittings",
            "biojava", "chunking and translation through BioJava");

    @Option(names = "--input", description = "FASTA; default: 20 Mb are generated")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--iterations", description = "of two seconds, after three to warm up; default: ${DEFAULT-VALUE}")
    private int iterations = 5;

    @Override
    public List<Figure> measure() throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(SequenceStagesBenchmark.class.getSimpleName())
                .param(
                        "file",
                        input.map(file -> file.toAbsolutePath().toString()).orElse(""))
                .output(Places.target("jmh.txt").toString())
                .shouldFailOnError(true)
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(2));
        Collection<RunResult> results = new Runner(options.build()).run();
        List<Figure> figures = new ArrayList<>();
        System.out.println("| work, one thread | Mb/s |");
        System.out.println("|---|---:|");
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark().replaceAll(".*\\.", "");
            Result<?> speed =
                    Objects.requireNonNull(result.getSecondaryResults().get("megabases"));
            String name = NAMES.getOrDefault(method, method);
            System.out.printf(Locale.ROOT, "| %s | %.1f ± %.1f |%n", name, speed.getScore(), speed.getScoreError());
            if (method.equals("chunkingAndTranslation")) {
                figures.add(Figure.atLeast(name + ", Mb/s", speed.getScore(), GOAL, "%.1f"));
            }
        }
        return figures;
    }
}
