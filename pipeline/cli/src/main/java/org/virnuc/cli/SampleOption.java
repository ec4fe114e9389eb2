package org.virnuc.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.pipeline.samples.SampleSheet;
import picocli.CommandLine.Option;

/** Asking for the samples of a sheet instead of inputs. */
final class SampleOption {
    static final String NAME = "--samples";

    @Option(
            names = NAME,
            paramLabel = "SHEET",
            description =
                    "CSV or TSV with the columns sample,path[,path2], or sample,fastq_1[,fastq_2] as in nf-core, instead of"
                            + " INPUT: a run for each sample in DIR/<sample>,"
                            + " one load of the models, and DIR/samples.tsv. A sample that fails does not stop the others; the exit"
                            + " code is then that of the first.")
    private @Nullable Path sheet;

    /** What stands for the inputs: the sheet where there is one. */
    List<Path> inputs(List<Path> named) {
        Path given = sheet;
        if (given == null) {
            return named;
        }
        if (!named.isEmpty()) {
            throw new UsageException(NAME + " goes without INPUT; name all files in the sheet");
        }
        return List.of(given);
    }

    /** Whether there is a sheet. */
    boolean given() {
        return sheet != null;
    }

    /** The rows of the sheet; none where inputs were named. */
    List<Sample> rows() {
        return sheet == null ? List.of() : SampleSheet.read(sheet);
    }

    /** A run on the files of all rows, where there are any: what all samples take, they take together. */
    static RunRequest together(RunRequest asked, List<Sample> rows) {
        return rows.isEmpty()
                ? asked
                : asked.toBuilder()
                        .inputs(rows.stream()
                                .flatMap(row -> row.files().stream())
                                .toList())
                        .build();
    }
}
