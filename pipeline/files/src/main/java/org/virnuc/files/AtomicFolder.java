package org.virnuc.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives a folder its name once all its files are complete. */
public final class AtomicFolder {
    private AtomicFolder() {}

    /**
     * Renames a finished folder, unless another writer was first. At no moment is a part of the folder under its new name.
     *
     * @param finished a folder whose files are on disk, in the same file system as {@code target}
     * @return false if {@code target} is there already, with something in it; both folders are then unchanged
     */
    public static boolean commitNew(Path finished, Path target) throws IOException {
        try {
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (Files.exists(finished) && Files.exists(target)) {
                return false;
            }
            throw e;
        }
        TemporaryFile.forceFolder(target);
        return true;
    }
}
