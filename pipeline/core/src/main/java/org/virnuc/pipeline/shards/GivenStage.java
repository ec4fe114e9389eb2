package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.Digests;
import org.virnuc.files.FileRecord;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.InputException;

/**
 * A stage whose files were written elsewhere: they are copied and checked instead of computed. What comes of it is what the
 * stage itself would have written, with the same fingerprint.
 *
 * @param counts the numbers that the stage records
 * @param items input items of all files
 * @param metrics what telemetry says of the stage
 */
record GivenStage<I, O>(
        Stage<I, O> stage, List<GivenFile> files, Map<String, Long> counts, long items, Map<String, Number> metrics)
        implements Stage<I, O> {

    GivenStage {
        files = List.copyOf(files);
        counts = Map.copyOf(counts);
        metrics = Map.copyOf(metrics);
    }

    /**
     * A file that was written elsewhere.
     *
     * @param folder where it lies
     * @param advice what to do if it is not what was written
     */
    record GivenFile(Path folder, FileRecord record, String advice) {
        void copy(OutputFile out) throws IOException {
            Path file = folder.resolve(record.name());
            if (!Files.isRegularFile(file)) {
                throw new InputException(file + ": it is missing; " + advice);
            }
            MessageDigest sha256 = Digests.sha256();
            long bytes;
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                bytes = in.transferTo(out);
            }
            if (bytes != record.size() || !Digests.hex(sha256).equals(record.sha256())) {
                throw new InputException(file + ": its checksum is not that of the file that was written; " + advice);
            }
        }
    }

    @Override
    public StageId id() {
        return stage.id();
    }

    @Override
    public List<Setting> settings() {
        return stage.settings();
    }

    @Override
    public long items(I input) {
        return items;
    }

    @Override
    public void run(I input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        for (GivenFile file : files) {
            output.once(file.record().name(), 0, file::copy);
            observer.items(0);
        }
        counts.forEach(output::count);
        metrics.forEach(observer::metric);
        observer.items(items);
    }

    @Override
    public O open(I input, FinishedStage finished) throws IOException {
        return stage.open(input, finished);
    }
}
