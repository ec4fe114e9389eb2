package org.virnuc.sequences;

import htsjdk.samtools.cram.compression.ExternalCompressor;
import htsjdk.samtools.cram.structure.CRAMCodecModelContext;
import htsjdk.samtools.cram.structure.CompressorCache;
import htsjdk.samtools.cram.structure.block.BlockCompressionMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Decompresses blocks of CRAM up to the size that a block can have. Two kilobytes could otherwise fill the memory, because
 * htsjdk compares the size with that in the block's header only afterwards.
 */
final class CramCompressors extends CompressorCache {
    private static final int BYTES_OF_ANY = 16 << 20;
    private static final long BYTES_PER_BYTE = 5_000;

    /** The offset of the decompressed size in a block of rANS 4x8, after the order and the compressed size. */
    private static final int RANS_SIZE = 5;

    /** Opens a stream of decompressed bytes. */
    @FunctionalInterface
    private interface Opening {
        InputStream open(InputStream compressed) throws IOException;
    }

    @Override
    public ExternalCompressor getCompressorForMethod(BlockCompressionMethod method, int argument) {
        ExternalCompressor library = super.getCompressorForMethod(method, argument);
        return switch (method) {
            case GZIP -> new Bounded(library, GZIPInputStream::new);
            case BZIP2 -> new Bounded(library, in -> new BZip2CompressorInputStream(in, true));
            case LZMA ->
                new Bounded(library, in -> XZCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get());
            case RANS -> new Announced(library);
            default -> library;
        };
    }

    private static int most(byte[] compressed) {
        return (int) Math.min(Alignments.LONGEST, BYTES_OF_ANY + BYTES_PER_BYTE * compressed.length);
    }

    private static IllegalStateException tooMuch(byte[] compressed) {
        return new IllegalStateException(
                "a block of " + compressed.length + " bytes decompresses to more than " + most(compressed) + " bytes");
    }

    /** A compressor that only reads. */
    private abstract static class Reading extends ExternalCompressor {
        private final ExternalCompressor library;

        Reading(ExternalCompressor library) {
            super(library.getMethod());
            this.library = library;
        }

        @Override
        public byte[] compress(byte[] data, CRAMCodecModelContext context) {
            return library.compress(data, context);
        }

        @Override
        public byte[] uncompress(byte[] data) {
            return library.uncompress(data);
        }
    }

    /** Stops at the limit. */
    private static final class Bounded extends Reading {
        private final Opening opening;

        Bounded(ExternalCompressor library, Opening opening) {
            super(library);
            this.opening = opening;
        }

        @Override
        public byte[] uncompress(byte[] data) {
            int most = most(data);
            try (InputStream in = opening.open(new ByteArrayInputStream(data))) {
                byte[] content = in.readNBytes(most + 1);
                if (content.length > most) {
                    throw tooMuch(data);
                }
                return content;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Checks the size that the data begin with. */
    private static final class Announced extends Reading {
        Announced(ExternalCompressor library) {
            super(library);
        }

        @Override
        public byte[] uncompress(byte[] data) {
            if (data.length >= RANS_SIZE + Integer.BYTES) {
                int size = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(RANS_SIZE);
                if (size < 0 || size > most(data)) {
                    throw tooMuch(data);
                }
            }
            return super.uncompress(data);
        }
    }
}
