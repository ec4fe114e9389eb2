package org.virnuc.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.pipeline.samples.SampleSheet;
import picocli.CommandLine.Option;

/** The option that gives a sample sheet instead of inputs. */
@Section.Of(Section.INPUT)
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

    /** The inputs to check: the sheet if there is one, or else the named files. */
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

    /** Whether a sheet was given. */
    boolean given() {
        return sheet != null;
    }

    /** The path of the sheet. */
    Optional<Path> sheet() {
        return Optional.ofNullable(sheet);
    }

    /** The rows of the sheet; none if inputs were given. */
    List<Sample> rows() {
        return sheet == null ? List.of() : SampleSheet.read(sheet);
    }

    /** Returns a single run on the files of all rows, if there are any, to measure all samples together. */
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
