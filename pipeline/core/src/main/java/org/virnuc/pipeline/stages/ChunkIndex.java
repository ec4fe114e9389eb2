package org.virnuc.pipeline.stages;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.DuplicateFinder;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.FastaWriter;
import org.virnuc.sequences.ScratchFolder;

/**
 * Says where the chunks of each shard are. A shard has the chunks whose first frame is in its {@value
 * SequenceShards#ROWS_PER_SHARD} frames; a chunk without frames belongs to the frame behind it.
 *
 * <p>Little-endian: 8 bytes {@code VNCIX001}; int32 number of shards; int32 zeros. Then for each shard, and for an empty
 * one behind the last, int64 number of its first chunk, int64 row of its first frame, int64 byte of {@code chunked.fa} at
 * which it begins. Then for each shard a bit for each of its chunks, the lowest of a byte first, whether the chunk is
 * judged and no earlier one has the same letters; every shard begins with a new byte.
 */
public final class ChunkIndex {
    private static final byte[] MAGIC = "VNCIX001".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;
    private static final int ENTRY_BYTES = 3 * Long.BYTES;

    private ChunkIndex() {}

    /** Reads all chunks of a run once and writes the index. */
    public static void write(ChunkedFrames chunked, ScratchFolder scratch, OutputStream out)
            throws IOException, InterruptedException {
        long rows = chunked.frames().frameCount();
        try (DuplicateFinder finder = new DuplicateFinder(chunked.frames().chunkCount(), scratch);
                FastaReader letters = chunked.chunks().open();
                ChunkTable.Reader table = chunked.frames().chunks()) {
            ChunkBatch batch = new ChunkBatch(letters, table, ChunkBatch.Repeats.among(finder), rows);
            List<long[]> entries = new ArrayList<>();
            List<byte[]> bits = new ArrayList<>();
            long offset = 0;
            int shards = Math.max(1, SequenceShards.shards(rows));
            for (int shard = 1; shard <= shards; shard++) {
                entries.add(new long[] {batch.number(), batch.row(), offset});
                BitSet firsts = new BitSet();
                long begin = batch.number();
                while (batch.shard() == shard && batch.fill(1)) {
                    offset += bytes(letters);
                    batch.firsts().forEach(chunk -> firsts.set((int) (chunk.number() - begin)));
                    if (Thread.interrupted()) {
                        throw new InterruptedException("the index was cancelled");
                    }
                }
                bits.add(Arrays.copyOf(firsts.toByteArray(), bytesOf(batch.number() - begin)));
            }
            entries.add(new long[] {batch.number(), batch.row(), offset});
            write(entries, bits, out);
        }
    }

    /** The bytes of the current record in the file. */
    private static long bytes(FastaReader record) {
        long lines = (record.length() + FastaWriter.BIOPYTHON_COLUMNS - 1) / FastaWriter.BIOPYTHON_COLUMNS;
        return 2 + record.idLength() + record.length() + lines;
    }

    private static int bytesOf(long bits) {
        return Math.toIntExact((bits + Byte.SIZE - 1) / Byte.SIZE);
    }

    private static void write(List<long[]> entries, List<byte[]> bits, OutputStream out) throws IOException {
        ByteBuffer head =
                ByteBuffer.allocate(HEADER_BYTES + entries.size() * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).putInt(bits.size()).putInt(0);
        entries.forEach(entry -> Arrays.stream(entry).forEach(head::putLong));
        out.write(head.array());
        for (byte[] shard : bits) {
            out.write(shard);
        }
    }

    /** Reads the entry of one shard; the first is 1. */
    public static ChunkShard read(Path file, int shard) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            ByteBuffer head = read(in, file, 0, HEADER_BYTES);
            byte[] magic = new byte[MAGIC.length];
            head.get(magic);
            int shards = head.getInt();
            if (!Arrays.equals(magic, MAGIC) || shard > shards) {
                throw new IOException(file + " is not an index of " + shard + " or more shards");
            }
            ByteBuffer entries = read(in, file, HEADER_BYTES, (shard + 1) * ENTRY_BYTES);
            long at = HEADER_BYTES + (shards + 1L) * ENTRY_BYTES;
            for (int before = 0; before < shard - 1; before++) {
                at += bytesOf(entries.getLong((before + 1) * ENTRY_BYTES) - entries.getLong(before * ENTRY_BYTES));
            }
            int entry = (shard - 1) * ENTRY_BYTES;
            long begin = entries.getLong(entry);
            long end = entries.getLong(entry + ENTRY_BYTES);
            ChunkBatch.Range range = new ChunkBatch.Range(begin, end, entries.getLong(entry + Long.BYTES));
            BitSet firsts = BitSet.valueOf(read(in, file, at, bytesOf(end - begin)));
            return new ChunkShard(shard, entries.getLong(entry + 2 * Long.BYTES), range, firsts);
        }
    }

    private static ByteBuffer read(RandomAccessFile in, Path file, long at, int bytes) throws IOException {
        byte[] read = new byte[bytes];
        in.seek(at);
        try {
            in.readFully(read);
        } catch (EOFException e) {
            throw new IOException(file + " ends before byte " + (at + bytes), e);
        }
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }
}
