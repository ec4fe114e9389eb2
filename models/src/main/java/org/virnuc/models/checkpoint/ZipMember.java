package org.virnuc.models.checkpoint;

/**
 * One member of a zip file, as both of its headers declare it.
 *
 * @param deflated whether the bytes are deflated; otherwise they are stored
 * @param crc CRC-32 of the content
 * @param packedBytes bytes in the file, from {@code dataOffset}
 * @param size bytes of the content; equal to {@code packedBytes} for stored members
 */
record ZipMember(String name, boolean deflated, long crc, long packedBytes, long size, long dataOffset) {}
