package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.stages.CalledReads;
import org.virnuc.pipeline.stages.ReadLabelStage;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.InputFile;

/** Labels aligned reads after consensus, in runs that have {@code ReadOptions.aligned}. */
record ReadLabelling(ReadOptions options, Optional<InputSpool.Entry> reads, Optional<InputSpool.Entry> reference) {

    static ReadLabelling of(
            ReadOptions options, Optional<InputSpool.Entry> reads, Optional<InputSpool.Entry> reference) {
        return new ReadLabelling(options, reads, reference);
    }

    /** Rejects reads that cannot be opened before anything is computed. A pipe is not checked. */
    static void check(ReadOptions options) throws IOException {
        if (options.aligned().isPresent()) {
            Path file = options.aligned().get();
            if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
                AlignedReads.open(file, InputFile.name(file), options.reference())
                        .close();
            }
        }
    }

    /** Returns the verdicts, with labelled reads if there are any. */
    Verdicts added(Artifact<Verdicts> verdicts, StageRunner runner) throws IOException, InterruptedException {
        if (reads.isEmpty()) {
            return verdicts.value();
        }
        InputSpool.Entry file = reads.get();
        String digest = file.sha256()
                + reference.map(fasta -> " " + fasta.sha256()).orElse("")
                + (options.strict() ? " strict" : "");
        Artifact<InputSpool.Entry> source = new Artifact<>(file, digest);
        Artifact<CalledReads> called = verdicts.with(
                source,
                (contigs, entry) -> new CalledReads(
                        contigs,
                        entry.file(),
                        InputFile.name(entry.given()),
                        reference.map(InputSpool.Entry::file),
                        options.strict()));
        return verdicts.value()
                .with(runner.run(new ReadLabelStage(options.written()), called).value());
    }
}
