package org.virnuc.pipeline.chunkhead;

import java.util.HashMap;
import java.util.Map;
import org.virnuc.files.VisibleText;
import org.virnuc.models.ModelException;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;

/** Computes the features that a chunk head declares by name, and applies the head to chunks. */
public final class ChunkFeatures {
    private static final int LONGEST_NAME = 100;

    private final ChunkHead head;
    private final FeatureMakers makers;

    private ChunkFeatures(ChunkHead head, FeatureMakers makers) {
        this.head = head;
        this.makers = makers;
    }

    /**
     * The features of a chunk head.
     *
     * @param dna the length of a vector of the DNA encoder
     * @param protein the length of a vector of the protein encoder
     * @throws ModelException if it takes features that are not known, or more or fewer numbers than the model has
     */
    public static ChunkFeatures of(ChunkHead head, int dna, int protein) {
        FeatureMakers makers = new FeatureMakers(head.stretches().most(), dna, protein);
        head.features().forEach((name, width) -> {
            String shown = VisibleText.of(name, LONGEST_NAME);
            FeatureMakers.Maker maker = makers.find(name)
                    .orElseThrow(() -> new ModelException(head.source() + " takes the feature " + shown
                            + ", which this version of VirNuc does not know; it knows " + makers.names()
                            + "; use a newer version, or remove the chunk head"));
            if (maker.width() != width) {
                throw new ModelException(head.source() + " takes " + width + " numbers of the feature " + shown
                        + ", and this model has " + maker.width() + "; put the chunk head of this model there");
            }
        });
        return new ChunkFeatures(head, makers);
    }

    /** Judges a chunk, cut from a record as one of chunks of {@code length} bases. Each feature is made once. */
    public Judgement judge(ChunkEvidence evidence, int length) {
        Map<String, float[]> made = new HashMap<>();
        return head.judge(
                name -> made.computeIfAbsent(
                        name, feature -> makers.find(feature).orElseThrow().make(evidence)),
                length);
    }

    /** One feature of a chunk. */
    float[] feature(String name, ChunkEvidence evidence) {
        return makers.find(name).orElseThrow().make(evidence);
    }
}
