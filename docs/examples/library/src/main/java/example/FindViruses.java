package example;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.virnuc.calling.RecordResult;
import org.virnuc.pipeline.VirNuc;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.TelemetryEvent;

/** Prints the ids of the viral sequences of a FASTA file: {@code FindViruses FASTA DIRECTORY CACHE}. */
public final class FindViruses {
    private FindViruses() {}

    public static void main(String[] arguments) throws Exception {
        find(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])).forEach(System.out::println);
    }

    /** The ids of the sequences that are called virus, in the order of the input. */
    static List<String> find(Path fasta, Path directory, Path cache) throws Exception {
        try (VirNuc virnuc = VirNuc.open(cache)) {
            RunRequest request = RunRequest.of(fasta)
                    .into(directory)
                    .model("virnuc-mini")
                    .listener(FindViruses::stageEnded)
                    .build();
            RunResult run = virnuc.run(request);
            try (Stream<RecordResult> records = run.records()) {
                return records.filter(RecordResult::isViral).map(RecordResult::id).toList();
            }
        }
    }

    /** Events come by a thread of their own; the run does not wait for it. */
    private static void stageEnded(TelemetryEvent event) {
        if (event instanceof TelemetryEvent.StageEnded ended) {
            System.err.printf("%-20s %6.2f s%n", ended.report().id(), ended.report().wallSeconds());
        }
    }
}
