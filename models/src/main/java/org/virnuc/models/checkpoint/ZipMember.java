package org.virnuc.models.checkpoint;

/**
 * One member of a zip file, as both its headers declare it.
 *
 * @param deflated whether the bytes are deflated; otherwise they are stored
 * @param crc CRC-32 of the content
 * @param packedBytes bytes in the file, from {@code dataOffset}
 * @param size bytes of the content; for stored members the same as {@code packedBytes}
 */
record ZipMember(String name, boolean deflated, long crc, long packedBytes, long size, long dataOffset) {}
