package org.virnuc.models.hub;

/**
 * A file of a model on the hub, at one commit.
 *
 * @param path its path in the repository
 * @param size bytes
 * @param checksum what its content must hash to; its name in the cache
 */
record HubFile(String path, long size, Checksum checksum) {}
