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
import org.virnuc.models.family.ModelFamily;
import org.virnuc.models.torchscript.ArchiveCache;

/** What models were converted to, and how to free it; the next run that needs a conversion makes it again. */
public final class ConvertedModels {
    private final ArchiveCache archives;

    /** Those in VirNuc's cache. */
    public ConvertedModels(Path cacheDir) {
        this.archives = new ArchiveCache(cacheDir.resolve("archives"));
    }

    /**
     * What was or would be freed.
     *
     * @param leftovers bytes of broken conversions
     */
    public record Freed(List<ArchiveCache.Entry> archives, long leftovers) {
        /** All bytes together. */
        public long bytes() {
            return leftovers
                    + archives.stream().mapToLong(ArchiveCache.Entry::bytes).sum();
        }
    }

    /** All, the latest used first. */
    public List<ArchiveCache.Entry> list() {
        try {
            return archives.entries();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the conversions: " + e.getMessage(), e);
        }
    }

    /** Chooses every conversion. */
    public static Predicate<ArchiveCache.Entry> all() {
        return entry -> true;
    }

    /** Chooses what was not used since then. */
    public static Predicate<ArchiveCache.Entry> unusedSince(Instant then) {
        return entry -> entry.lastUsed().isBefore(then);
    }

    /** Chooses what this version of the program does not use any more. */
    public static Predicate<ArchiveCache.Entry> outdated() {
        return outdated(ModelFamilies.BUILT_IN);
    }

    /** Chooses what a program with these families does not use any more. */
    public static Predicate<ArchiveCache.Entry> outdated(ModelFamilies families) {
        Map<String, Integer> versions =
                families.all().stream().collect(Collectors.toMap(ModelFamily::id, ModelFamily::graphVersion));
        return entry -> !Integer.valueOf(entry.version()).equals(versions.get(entry.family()));
    }

    /** Frees the chosen ones, and what broken conversions left behind; what is being written stays. */
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
            throw new UncheckedIOException("cannot free a conversion: " + e.getMessage(), e);
        }
    }
}
