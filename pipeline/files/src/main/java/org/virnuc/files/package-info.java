/**
 * Files that are either complete or absent: written under a temporary name, forced to disk, renamed, and verified by
 * their SHA-256. Read {@link org.virnuc.files.AtomicFile}, then {@link org.virnuc.files.Leftovers} and
 * {@link org.virnuc.files.FileRecord}.
 */
@NullMarked
package org.virnuc.files;

import org.jspecify.annotations.NullMarked;
