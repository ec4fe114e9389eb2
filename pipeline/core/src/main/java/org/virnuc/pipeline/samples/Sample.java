package org.virnuc.pipeline.samples;

import java.nio.file.Path;
import java.util.List;

/**
 * A row of a sample sheet.
 *
 * @param name also that of its folder
 * @param files one, or two for the mates of pairs, which are read one after the other
 */
public record Sample(String name, List<Path> files) {
    public Sample {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("sample " + name + " has no files");
        }
    }
}
