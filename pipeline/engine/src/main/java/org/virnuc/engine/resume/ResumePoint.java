package org.virnuc.engine.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.virnuc.files.FileRecord;

/**
 * The reusable work that an earlier run left of a stage: all files, some files, or none. Every reusable file has just
 * been read and its hash verified.
 *
 * @param folder the stage's folder, which need not exist
 * @param fingerprint everything that determines the output
 * @param finished the manifest if every file matches it
 * @param kept reusable files of an unfinished or damaged stage, by name
 * @param damages descriptions of damaged files
 */
public record ResumePoint(
        Path folder,
        Fingerprint fingerprint,
        Optional<Manifest> finished,
        Map<String, FileRecord> kept,
        List<String> damages) {

    /**
     * Reads the manifest, or the journal if there is no valid manifest, and checks every file against it. The journal
     * is kept after a stage finishes, so that a lost manifest does not cost the shards.
     */
    public static ResumePoint inspect(Path folder, Fingerprint fingerprint) throws IOException {
        Optional<Manifest> manifest =
                Manifest.read(folder).filter(m -> m.fingerprint().equals(fingerprint.digest()));
        Collection<FileRecord> recorded = manifest.isPresent()
                ? manifest.get().files()
                : Journal.read(folder).values();
        Map<String, FileRecord> kept = new LinkedHashMap<>();
        List<String> damages = new ArrayList<>();
        if (manifest.isEmpty() && Files.exists(folder.resolve(Manifest.FILE_NAME))) {
            damages.add(folder.resolve(Manifest.FILE_NAME) + " is not what was written");
        }
        for (FileRecord file : recorded) {
            Optional<String> damage = file.damage(folder);
            damage.ifPresentOrElse(
                    what -> damages.add(folder.resolve(file.name()) + " " + what), () -> kept.put(file.name(), file));
        }
        boolean whole = manifest.isPresent() && damages.isEmpty();
        return new ResumePoint(
                folder, fingerprint, whole ? manifest : Optional.empty(), whole ? Map.of() : Map.copyOf(kept), damages);
    }

    @Override
    public String toString() {
        return folder + " finished=" + finished.isPresent() + " kept="
                + kept.keySet().stream().sorted().collect(Collectors.toList());
    }
}
