/**
 * What is known of files in VirNuc's cache and need not be found out again: {@link org.virnuc.models.cache.FileIdentity} says
 * when a file may have changed, {@link org.virnuc.models.cache.Notes} keeps results and trusts them only with their hash.
 */
@NullMarked
package org.virnuc.models.cache;

import org.jspecify.annotations.NullMarked;
