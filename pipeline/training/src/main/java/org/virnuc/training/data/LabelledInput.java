package org.virnuc.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.engine.UsageException;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFolder;
import org.virnuc.sequences.RepeatedInput;

/**
 * Labelled files as a user names them: FASTA files, folders named {@code viral} and {@code host}, folders that contain
 * those two, or other folders of labelled files.
 */
public final class LabelledInput {
    private static final String VIRAL = "viral";
    private static final String HOST = "host";

    private LabelledInput() {}

    /**
     * The files in the given order, each with the label that its folder gives it.
     *
     * @throws InputException if a folder has no sequences
     * @throws UsageException if a file is named twice, also by links or by its folder
     */
    public static List<TruthLabels.Source> sources(List<Path> inputs) throws IOException {
        List<TruthLabels.Source> sources = new ArrayList<>();
        for (Path input : inputs) {
            if (!Files.isDirectory(input)) {
                sources.add(new TruthLabels.Source(input, Optional.empty()));
                continue;
            }
            Path viral = input.resolve(VIRAL);
            Path host = input.resolve(HOST);
            if (Files.isDirectory(viral) && Files.isDirectory(host)) {
                add(sources, viral, Optional.of(true));
                add(sources, host, Optional.of(false));
            } else {
                add(sources, input, label(input));
            }
        }
        RepeatedInput.in(sources.stream().map(TruthLabels.Source::fasta).toList())
                .ifPresent(repeated -> {
                    throw new UsageException(repeated.message());
                });
        return sources;
    }

    private static void add(List<TruthLabels.Source> sources, Path folder, Optional<Boolean> viral) throws IOException {
        for (Path file : InputFolder.files(List.of(folder))) {
            sources.add(new TruthLabels.Source(file, viral));
        }
    }

    private static Optional<Boolean> label(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return switch (name == null ? "" : name.toString().toLowerCase(Locale.ROOT)) {
            case VIRAL -> Optional.of(true);
            case HOST -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
