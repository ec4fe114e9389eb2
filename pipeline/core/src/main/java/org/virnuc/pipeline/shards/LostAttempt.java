package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.virnuc.pipeline.run.TelemetryFiles;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * An attempt at a shard that is not its result: its worker was killed or failed, or another attempt was faster.
 *
 * @param shard number, from 1
 * @param name of the attempt
 * @param seconds that it took, as far as it has reported
 */
record LostAttempt(int shard, String name, double seconds) {

    /** All lost attempts at the shards of a plan, by name. */
    static List<LostAttempt> of(ShardPlan plan) throws IOException {
        List<LostAttempt> lost = new ArrayList<>();
        for (Path attempt : folders(ShardAttempt.folder(plan))) {
            for (Path shard : folders(attempt)) {
                OptionalInt number = ShardResult.number(shard);
                if (number.isPresent()) {
                    String name = attempt.getFileName().toString();
                    lost.add(new LostAttempt(number.getAsInt(), name, seconds(shard)));
                }
            }
        }
        return lost;
    }

    Path folder(ShardPlan plan) {
        return ShardAttempt.folder(plan).resolve(name).resolve(ShardResult.folderName(shard));
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static double seconds(Path shard) {
        try {
            return JsonReport.read(shard.resolve(TelemetryFiles.JSON_FILE)).wallSeconds();
        } catch (ReportException killedBeforeTheFirstReport) {
            return 0;
        }
    }
}
