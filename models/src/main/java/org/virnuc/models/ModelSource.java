package org.virnuc.models;

import org.virnuc.models.checkpoint.ModelFiles;

/**
 * A model part to open.
 *
 * @param id a name for people
 * @param sha256 digest over its files; archives are cached under it
 * @param files where it lies
 */
public record ModelSource(String id, String sha256, ModelFiles files) {}
