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
 * What an earlier run has left of a stage: everything (finished), some files, or nothing. Every file it vouches for has just
 * been read and hashed.
 *
 * @param folder the stage's folder, which need not exist
 * @param fingerprint what decides the output
 * @param finished the manifest where every file is as it was written
 * @param kept the files of an unfinished or damaged stage that can be used again, by name
 * @param damages what is wrong with which file, in words
 */
public record Checkpoint(
        Path folder,
        Fingerprint fingerprint,
        Optional<Manifest> finished,
        Map<String, FileRecord> kept,
        List<String> damages) {

    /**
     * Reads the manifest, or the journal where there is no sound manifest, and checks every file against it. The journal
     * stays when a stage is finished, so that a lost manifest does not cost the shards.
     */
    public static Checkpoint inspect(Path folder, Fingerprint fingerprint) throws IOException {
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
        return new Checkpoint(
                folder, fingerprint, whole ? manifest : Optional.empty(), whole ? Map.of() : Map.copyOf(kept), damages);
    }

    @Override
    public String toString() {
        return folder + " finished=" + finished.isPresent() + " kept="
                + kept.keySet().stream().sorted().collect(Collectors.toList());
    }
}
