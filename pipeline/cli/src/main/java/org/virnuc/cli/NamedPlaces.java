package org.virnuc.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.pipeline.samples.SampleRuns;
import org.virnuc.pipeline.samples.SampleTable;
import org.virnuc.report.HtmlReport;

/** Collects the files that the runs of {@code virnuc predict} read and write. */
final class NamedPlaces {
    private static final String ELSEWHERE = "give another directory with -o";

    private NamedPlaces() {}

    /** The files of a run, or of the run of each of {@code samples} if there are any. */
    static NamedFiles of(RunRequest asked, List<Sample> samples) {
        NamedFiles files = new NamedFiles();
        Optional<String> log = Optional.of(Logs.FILE_NAME);
        if (samples.isEmpty()) {
            RunPlaces.add(files, asked, log);
            return files;
        }
        Path all = asked.outputDirectory();
        files.writes("the directory of all samples", all, ELSEWHERE);
        for (String name : List.of(SampleTable.FILE_NAME, HtmlReport.FILE_NAME)) {
            files.writes("a file of the directory of all samples", all.resolve(name), ELSEWHERE);
        }
        samples.forEach(sample -> RunPlaces.add(files, SampleRuns.request(asked, sample), log));
        return files;
    }
}
