package org.virnuc.telemetry;

import org.virnuc.files.PublicApi;

/**
 * Where the output of a stage is, and in which format.
 *
 * @param folder folder of the output, relative to the run directory; it may have been removed since
 * @param formatVersion version of the format of the files in it; it changes when their content or layout does
 */
@PublicApi
public record ArtifactReport(String folder, String formatVersion) {
    public ArtifactReport {
        Checks.text(folder, "artifact.folder");
        Checks.text(formatVersion, "artifact.format_version");
    }
}
