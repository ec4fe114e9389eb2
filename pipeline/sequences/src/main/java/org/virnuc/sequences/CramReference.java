package org.virnuc.sequences;

import htsjdk.samtools.SAMException;
import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.samtools.cram.ref.CRAMReferenceSource;
import htsjdk.samtools.cram.ref.ReferenceSource;
import htsjdk.samtools.reference.FastaSequenceIndexCreator;
import htsjdk.samtools.reference.IndexedFastaSequenceFile;
import htsjdk.samtools.reference.ReferenceSequenceFile;
import htsjdk.samtools.reference.ReferenceSequenceFileFactory;
import htsjdk.samtools.util.SequenceUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sequences that CRAM keeps reads as differences to: from the FASTA that was named, never from the network. Opened when the first
 * one is asked for; one sequence at a time is held.
 */
final class CramReference implements CRAMReferenceSource, AutoCloseable {
    private static final int MAGIC_BYTES = 8;

    private final Optional<Path> fasta;
    private final AlignmentFault fault;
    private final Set<String> checked = new HashSet<>();
    private @Nullable ReferenceSequenceFile file;
    private @Nullable ReferenceSource source;

    CramReference(Optional<Path> fasta, AlignmentFault fault) {
        this.fasta = fasta;
        this.fault = fault;
    }

    @Override
    public byte @Nullable [] getReferenceBases(SAMSequenceRecord contig, boolean tryNameVariants) {
        byte[] bases = required(contig).getReferenceBases(contig, tryNameVariants);
        check(contig, bases);
        return bases;
    }

    @Override
    public byte @Nullable [] getReferenceBasesByRegion(SAMSequenceRecord contig, int start, int length) {
        check(contig, required(contig).getReferenceBases(contig, false));
        return required(contig).getReferenceBasesByRegion(contig, start, length);
    }

    /** CRAM has checksums of stretches only where a container holds one sequence; the header's are of whole sequences. */
    private void check(SAMSequenceRecord contig, byte @Nullable [] bases) {
        String expected = contig.getMd5();
        if (expected != null
                && bases != null
                && checked.add(contig.getSequenceName())
                && !expected.equalsIgnoreCase(SequenceUtil.calculateMD5String(bases))) {
            throw fault.otherReference(contig.getSequenceName());
        }
    }

    private ReferenceSource required(SAMSequenceRecord contig) {
        Path path = fasta.orElseThrow(() -> fault.needsReference(contig.getSequenceName()));
        ReferenceSource opened = source;
        ReferenceSequenceFile sequences = file;
        if (opened == null || sequences == null) {
            sequences = open(path);
            opened = new ReferenceSource(sequences);
            file = sequences;
            source = opened;
        }
        if (!holds(sequences, contig.getSequenceName())) {
            throw fault.notInReference(contig.getSequenceName(), path.toString());
        }
        return opened;
    }

    private static boolean holds(ReferenceSequenceFile sequences, String name) {
        try {
            return sequences.getSubsequenceAt(name, 1, 1) != null;
        } catch (SAMException notThere) {
            return false;
        }
    }

    /** With the index beside it, or one made now: the file is read once for that. */
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
        } catch (SAMException | IOException e) {
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
