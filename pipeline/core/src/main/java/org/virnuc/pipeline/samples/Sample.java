package org.virnuc.pipeline.samples;

import java.nio.file.Path;
import java.util.List;

/**
 * One sample of a sample sheet.
 *
 * @param name name of the sample and of its folder
 * @param files one file, or two for paired reads, which are read one after the other
 */
public record Sample(String name, List<Path> files) {
    public Sample {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("sample " + name + " has no files");
        }
    }
}
