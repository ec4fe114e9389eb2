package org.virnuc.models.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.virnuc.files.Reason;
import org.virnuc.models.family.ModelFamily;
import org.virnuc.models.torchscript.ArchiveCache;

/**
 * Lists and deletes the TorchScript archives that models were converted to. A later run that needs a deleted archive
 * converts the model again.
 */
public final class ConvertedModels {
    private final ArchiveCache archives;

    /** The archives in VirNuc's cache. */
    public ConvertedModels(Path cacheDir) {
        this.archives = new ArchiveCache(cacheDir.resolve("archives"));
    }

    /**
     * What was or would be deleted.
     *
     * @param leftovers bytes of conversions that were interrupted
     */
    public record Freed(List<ArchiveCache.Entry> archives, long leftovers) {
        /** The total in bytes. */
        public long bytes() {
            return leftovers
                    + archives.stream().mapToLong(ArchiveCache.Entry::bytes).sum();
        }
    }

    /** All archives, the most recently used first. */
    public List<ArchiveCache.Entry> list() {
        try {
            return archives.entries();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the converted models: " + Reason.of(e), e);
        }
    }

    /** Selects all archives. */
    public static Predicate<ArchiveCache.Entry> all() {
        return entry -> true;
    }

    /** Selects archives that have not been used since this time. */
    public static Predicate<ArchiveCache.Entry> unusedSince(Instant then) {
        return entry -> entry.lastUsed().isBefore(then);
    }

    /** Selects archives that this version of VirNuc no longer uses. */
    public static Predicate<ArchiveCache.Entry> outdated() {
        return outdated(ModelFamilies.BUILT_IN);
    }

    /** Selects archives that a program with these model families no longer uses. */
    public static Predicate<ArchiveCache.Entry> outdated(ModelFamilies families) {
        Map<String, Integer> versions =
                families.all().stream().collect(Collectors.toMap(ModelFamily::id, ModelFamily::graphVersion));
        return entry -> !Integer.valueOf(entry.version()).equals(versions.get(entry.family()));
    }

    /**
     * Deletes the selected archives and the leftovers of interrupted conversions; conversions in progress are kept.
     */
    public Freed free(Predicate<ArchiveCache.Entry> chosen) {
        try {
            List<ArchiveCache.Entry> freed = new ArrayList<>();
            for (ArchiveCache.Entry entry : archives.entries()) {
                if (chosen.test(entry) && archives.remove(entry)) {
                    freed.add(entry);
                }
            }
            return new Freed(freed, archives.removeLeftovers());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete a converted model: " + Reason.of(e), e);
        }
    }
}
