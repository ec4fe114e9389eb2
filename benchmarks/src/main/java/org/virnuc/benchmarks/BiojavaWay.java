package org.virnuc.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.biojava.nbio.core.exceptions.CompoundNotFoundException;
import org.biojava.nbio.core.sequence.DNASequence;
import org.biojava.nbio.core.sequence.compound.AmbiguityDNACompoundSet;
import org.biojava.nbio.core.sequence.compound.AminoAcidCompound;
import org.biojava.nbio.core.sequence.compound.NucleotideCompound;
import org.biojava.nbio.core.sequence.io.DNASequenceCreator;
import org.biojava.nbio.core.sequence.io.FastaReader;
import org.biojava.nbio.core.sequence.io.GenericFastaHeaderParser;
import org.biojava.nbio.core.sequence.template.Sequence;
import org.biojava.nbio.core.sequence.transcription.Frame;
import org.biojava.nbio.core.sequence.transcription.TranscriptionEngine;
import org.virnuc.sequences.ChunkPlan;

/** Chunking and six-frame translation as a general library offers them, for comparison. */
final class BiojavaWay {
    private final int chunkLength;
    private final TranscriptionEngine engine =
            new TranscriptionEngine.Builder().initMet(false).trimStop(false).build();

    BiojavaWay(int chunkLength) {
        this.chunkLength = chunkLength;
    }

    /** Writes chunks and open frames; the number of input bases. */
    long run(Path fasta, Path folder) throws IOException {
        long bases = 0;
        FastaReader<DNASequence, NucleotideCompound> reader = new FastaReader<>(
                fasta.toFile(),
                new GenericFastaHeaderParser<>(),
                new DNASequenceCreator(AmbiguityDNACompoundSet.getDNACompoundSet()));
        try (Writer chunks = writer(folder, "chunked.fa");
                Writer nucleotides = writer(folder, "nucleotide.fa");
                Writer proteins = writer(folder, "protein.faa")) {
            for (Map<String, DNASequence> some = reader.process(1); some != null; some = reader.process(1)) {
                for (DNASequence record : some.values()) {
                    translate(record, chunks, nucleotides, proteins);
                    bases += record.getLength();
                }
            }
        } finally {
            reader.close();
        }
        return bases;
    }

    private void translate(DNASequence record, Writer chunks, Writer nucleotides, Writer proteins) throws IOException {
        ChunkPlan plan = new ChunkPlan(record.getLength(), chunkLength);
        String letters = record.getSequenceAsString();
        for (long i = 0; i < plan.count(); i++) {
            String id = record.getOriginalHeader() + "_chunk_" + (i + 1);
            String chunk = letters.substring((int) plan.start(i), (int) plan.end(i));
            write(chunks, id, chunk);
            for (Map.Entry<Frame, Sequence<AminoAcidCompound>> frame :
                    frames(chunk).entrySet()) {
                String protein = frame.getValue().getSequenceAsString();
                if (!protein.isEmpty() && protein.indexOf('*') < 0) {
                    write(nucleotides, id + frame.getKey(), frameNucleotides(chunk, frame.getKey()));
                    write(proteins, id + frame.getKey(), protein);
                }
            }
        }
    }

    private Map<Frame, Sequence<AminoAcidCompound>> frames(String chunk) {
        return engine.multipleFrameTranslation(sequence(chunk), Frame.getAllFrames());
    }

    private static String frameNucleotides(String chunk, Frame frame) {
        return frame.wrap(sequence(chunk)).getSequenceAsString();
    }

    private static DNASequence sequence(String letters) {
        try {
            return new DNASequence(letters, AmbiguityDNACompoundSet.getDNACompoundSet());
        } catch (CompoundNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static BufferedWriter writer(Path folder, String name) throws IOException {
        return Files.newBufferedWriter(folder.resolve(name));
    }

    private static void write(Writer out, String id, String sequence) throws IOException {
        out.write('>' + id + '\n' + sequence + '\n');
    }
}
