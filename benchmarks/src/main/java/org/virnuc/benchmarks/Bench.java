package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virnuc.cli.ExitCode;
import org.virnuc.cli.UnresumableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;

/** All benchmarks, or one of them: {@code benchmarks/run --help}. */
@Command(
        name = "benchmarks/run",
        description = {
            "Measures VirNuc on this machine. Without a command all pieces are measured one after the other, and one table with all figures and"
                    + " their goals is printed at the end; how long that takes is said before it begins, and on two cores it is about a quarter"
                    + " of an hour. It takes 4 GB of disk for the time being, below benchmarks/target.",
            "What needs PyTorch for comparison stays apart: benchmarks/reference."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            SequenceSpeed.class,
            EndToEnd.class,
            Roofline.class,
            Scaling.class,
            LoadTime.class,
            DryRunBands.class,
            OutOfDistribution.class,
            Cluster.class
        },
        footer = {
            "",
            "Examples:",
            "  benchmarks/run",
            "  benchmarks/run --quick",
            "  benchmarks/run end-to-end --input contigs.fasta --megabases 2",
            "",
            "Standard output has the tables, standard error how far it has come. Exit codes are those of virnuc."
        })
final class Bench extends Piece {
    @Option(names = "--input", description = "FASTA for sequence and end-to-end; default: they generate theirs")
    private Optional<Path> input = Optional.empty();

    @Option(
            names = "--quick",
            description = "little of everything, in some three minutes: shows that it works, its figures are rough")
    private boolean quick;

    private int exitCode;

    private Bench() {}

    /** A piece, with the options that make it quick. */
    private record Part(Piece piece, boolean readsInput, List<String> quick) {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench());
        line.setUsageHelpAutoWidth(true);
        line.setExecutionStrategy(parsed -> {
            if (parsed.hasSubcommand() && !parsed.matchedOptions().isEmpty()) {
                String option = parsed.matchedOptions().get(0).longestName();
                throw new ParameterException(
                        parsed.commandSpec().commandLine(),
                        option + " before a piece: options of a piece come after its name");
            }
            return new RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        line.setParameterExceptionHandler((e, bad) -> {
            System.err.println("benchmarks/run: " + e.getMessage());
            System.err.println("try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE.number();
        });
        System.exit(line.execute(arguments));
    }

    private static int failed(Exception e) {
        System.err.println("benchmarks/run: " + ExitCode.message(e));
        return ExitCode.of(e).number();
    }

    private List<Part> parts() {
        return List.of(
                new Part(new SequenceSpeed(), true, List.of("--iterations", "1", "--warm-up", "1")),
                new Part(new EndToEnd(), true, List.of("--rounds", "1", "--megabases", "0.5")),
                new Part(new Roofline(), false, List.of("--rounds", "1", "--layers", "2")),
                new Part(new Scaling(), false, List.of("--rounds", "1", "--frames", "500")),
                new Part(new LoadTime(), false, List.of("--rounds", "1", "--layers", "2")));
    }

    /** With the options of all. */
    private void configure(Part part) {
        List<String> options = new ArrayList<>(quick ? part.quick : List.of());
        if (part.readsInput && input.isPresent()) {
            options.add("--input");
            options.add(input.get().toString());
        }
        new CommandLine(part.piece).parseArgs(options.toArray(String[]::new));
    }

    @Override
    double minutes() {
        return parts().stream()
                .peek(this::configure)
                .mapToDouble(part -> part.piece.minutes())
                .sum();
    }

    @Override
    void check() throws IOException {
        for (Part part : parts()) {
            configure(part);
            part.piece.check();
        }
    }

    /** Measures one after the other; where one fails, the others are measured nevertheless. */
    @Override
    List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (Part part : parts()) {
            configure(part);
            String name = new CommandLine(part.piece).getCommandName();
            System.out.println("\n## " + name + "\n");
            System.err.printf(Locale.ROOT, "%s: about %s%n", name, part.piece.time());
            try {
                figures.addAll(UnresumableException.during("a benchmark", part.piece::measure));
            } catch (IOException | RuntimeException e) {
                if (ExitCode.of(e) == ExitCode.INTERRUPTED) {
                    throw e;
                }
                exitCode = failed(e);
                figures.add(Figure.missing(name));
            }
        }
        return figures;
    }

    @Override
    int exitCode() {
        return exitCode;
    }
}
