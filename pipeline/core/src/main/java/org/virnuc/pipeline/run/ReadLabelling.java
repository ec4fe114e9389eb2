package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.calling.reads.ReadContigs;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.files.TemporaryFolder;
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

    /**
     * Rejects reads that cannot be opened, or were aligned to other sequences, before anything is computed. A pipe can be read only
     * once, so it is not checked.
     */
    static void check(RunRequest request) throws IOException {
        ReadOptions options = request.reads();
        if (options.aligned().isEmpty()) {
            return;
        }
        Path file = options.aligned().get();
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            return;
        }
        try (AlignedReads reads = AlignedReads.open(file, InputFile.name(file), options.reference())) {
            if (request.inputs().stream().allMatch(Files::isRegularFile)) {
                Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
                try (TemporaryFolder scratch = TemporaryFolder.in(temporary, "virnuc-reads-")) {
                    ReadContigs.check(reads, request.inputs(), options.reference(), scratch::path);
                }
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
