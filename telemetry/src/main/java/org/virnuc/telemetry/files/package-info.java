/**
 * Folders of the user, and native libraries that are unpacked into them. Read {@link org.virnuc.telemetry.files.UserFolders}, then {@link
 * org.virnuc.telemetry.files.ZstdLibrary}.
 */
@NullMarked
package org.virnuc.telemetry.files;

import org.jspecify.annotations.NullMarked;
