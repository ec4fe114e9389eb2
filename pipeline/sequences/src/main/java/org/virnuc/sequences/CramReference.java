package org.virnuc.sequences;

import htsjdk.samtools.SAMException;
import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.samtools.cram.ref.CRAMReferenceSource;
import htsjdk.samtools.reference.FastaSequenceIndexCreator;
import htsjdk.samtools.reference.IndexedFastaSequenceFile;
import htsjdk.samtools.reference.ReferenceSequenceFile;
import htsjdk.samtools.reference.ReferenceSequenceFileFactory;
import htsjdk.samtools.util.SequenceUtil;
import htsjdk.samtools.util.StringUtil;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reference sequences that a CRAM file stores its reads against. They come from the FASTA file that the user named,
 * never from the network. The file is opened for the first sequence requested; one sequence at a time is held in
 * memory.
 */
final class CramReference implements CRAMReferenceSource, AutoCloseable {
    private static final int MAGIC_BYTES = 8;

    private final Optional<Path> fasta;
    private final AlignmentFault fault;
    private final AlignmentHeader header;
    private @Nullable ReferenceSequenceFile file;

    /** Sequences that the library still holds. */
    private final Map<Integer, WeakReference<byte[]>> known = new HashMap<>();

    private final Set<Integer> checked = new HashSet<>();

    /** The last sequence, which the library may request in parts. */
    private byte @Nullable [] held;

    private int heldPlace;

    CramReference(Optional<Path> fasta, AlignmentFault fault, AlignmentHeader header) {
        this.fasta = fasta;
        this.fault = fault;
        this.header = header;
    }

    @Override
    public byte[] getReferenceBases(SAMSequenceRecord contig, boolean tryNameVariants) {
        int place = contig.getSequenceIndex();
        byte[] bases = held;
        if (bases == null || heldPlace != place) {
            held = null; // free it before the next one is read: a chromosome fills much of the heap
            WeakReference<byte[]> before = known.get(place);
            bases = before == null ? null : before.get();
            if (bases == null) {
                bases = read(place);
                known.put(place, new WeakReference<>(bases));
            }
            held = bases;
            heldPlace = place;
        }
        return bases;
    }

    @Override
    public byte[] getReferenceBasesByRegion(SAMSequenceRecord contig, int start, int length) {
        byte[] bases = getReferenceBases(contig, false);
        return Arrays.copyOfRange(bases, start, (int) Math.min(bases.length, (long) start + length));
    }

    private byte[] read(int place) {
        AlignmentHeader.Contig contig = header.contig(place);
        Path path = fasta.orElseThrow(() -> fault.needsReference(contig.name()));
        ReferenceSequenceFile opened = file;
        if (opened == null) {
            opened = open(path);
            file = opened;
        }
        byte[] bases = bases(opened, contig.name());
        if (bases == null) {
            throw fault.notInReference(contig.name(), path.toString());
        }
        StringUtil.toUpperCase(bases);
        // A container with several sequences has no checksums of their parts; the header has those of sequences.
        Optional<String> expected = contig.md5();
        if (checked.add(place)
                && expected.isPresent()
                && !expected.get().equalsIgnoreCase(SequenceUtil.calculateMD5String(bases))) {
            throw fault.otherReference(contig.name());
        }
        return bases;
    }

    private static byte @Nullable [] bases(ReferenceSequenceFile sequences, String name) {
        try {
            return sequences.getSequence(name).getBases();
        } catch (SAMException notThere) {
            return null;
        }
    }

    /** Opens the FASTA with the index beside it, or builds an index, which reads the file once. */
    private static ReferenceSequenceFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": no such file; check the path given with `reference`");
        }
        try {
            Path index = ReferenceSequenceFileFactory.getFastaIndexFileName(path);
            boolean indexed = Files.exists(index);
            if (!indexed && isCompressed(path)) {
                throw new InputException(
                        path + ": the reference is compressed and has no index; decompress it, or index it"
                                + " with: samtools faidx");
            }
            return indexed
                    ? ReferenceSequenceFileFactory.getReferenceSequenceFile(path, true, true)
                    : new IndexedFastaSequenceFile(path, FastaSequenceIndexCreator.buildFromFasta(path));
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            throw new InputException(
                    path + ": cannot be read as the FASTA of a reference; check it with: samtools faidx " + path,
                    AlignmentFault.wordless(e));
        }
    }

    private static boolean isCompressed(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Compression.of(in.readNBytes(MAGIC_BYTES)) != null;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
