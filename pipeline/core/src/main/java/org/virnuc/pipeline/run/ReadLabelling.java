package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.reads.ReadContigs;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.pipeline.flow.RunFeature;
import org.virnuc.pipeline.stages.CalledReads;
import org.virnuc.pipeline.stages.ReadLabelStage;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.report.MultiqcFiles;
import org.virnuc.report.ReportSection;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.InputFile;

/** Labels aligned reads after consensus, in runs that have {@code ReadOptions.aligned}. */
record ReadLabelling(ReadOptions options) implements RunFeature {

    static Optional<ReadLabelling> of(ReadOptions options) {
        return options.aligned().map(file -> new ReadLabelling(options));
    }

    @Override
    public List<StageId> stages() {
        return List.of(StageId.READ_LABELS);
    }

    @Override
    public Map<String, String> files() {
        return options.files();
    }

    @Override
    public Map<String, String> reportFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("multiqc_reads", MultiqcFiles.READS_BAR_FILE);
        files.put("multiqc_reads_stats", MultiqcFiles.READS_STATISTICS_FILE);
        return files;
    }

    @Override
    public Optional<ReportSection> section() {
        return Optional.of(ReportSection.reads());
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

    /** Returns the verdicts with labelled reads. */
    Verdicts added(
            Artifact<Verdicts> verdicts,
            InputSpool.Entry file,
            Optional<InputSpool.Entry> reference,
            StageRunner runner)
            throws IOException, InterruptedException {
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
