package org.virnuc.benchmarks;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All benchmarks, or one of them: {@code benchmarks/run --help}. */
@Command(
        name = "benchmarks/run",
        description = {
            "Measures VirNuc on this machine. Without a command all pieces are measured one after the other, which takes a while on"
                    + " two cores and 4 GB of disk, and one table with all figures is printed at the end.",
            "What needs PyTorch for comparison stays apart: benchmarks/reference."
        },
        mixinStandardHelpOptions = true,
        subcommands = {SequenceSpeed.class, EndToEnd.class, Roofline.class, Scaling.class, LoadTime.class})
final class Bench implements Piece {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<Piece> pieces =
                List.of(new SequenceSpeed(), new EndToEnd(), new Roofline(), new Scaling(), new LoadTime());
        List<Figure> figures = new ArrayList<>();
        for (Piece piece : pieces) {
            CommandLine commands = new CommandLine(piece);
            commands.parseArgs(); // its defaults
            System.out.println("\n## " + commands.getCommandName() + "\n");
            figures.addAll(piece.measure());
        }
        return figures;
    }
}
