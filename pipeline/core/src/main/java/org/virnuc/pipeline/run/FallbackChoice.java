package org.virnuc.pipeline.run;

import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;

/** Decides what is done about chunks without an open frame if a request leaves it to the model. */
final class FallbackChoice {
    private FallbackChoice() {}

    /**
     * The options of a request with {@link Fallback#AUTO} resolved: a model that has a chunk head judges all chunks with it,
     * unless scores of frames are needed, by a cascade or for a calibration of the user's own.
     *
     * @throws UsageException if a chunk head is asked for, or given, together with something that does without one
     */
    static ResultOptions resolve(RunRequest request, ModelStore store, ModelPack pack) {
        ResultOptions results = request.results();
        ConfidenceOptions confidence = results.confidence();
        boolean cascade = request.model().cascade().isPresent();
        if (confidence.fallback() == Fallback.CHUNK_HEAD && cascade) {
            throw new UsageException(
                    "`fallback` chunk-head judges chunks with one model, and `cascade` scores them with"
                            + " two; leave one of them out");
        }
        if (request.model().chunkHead().isPresent()) {
            requireUse(confidence, cascade);
            return results.with(confidence.with(Fallback.CHUNK_HEAD));
        }
        if (confidence.fallback() != Fallback.AUTO) {
            return results;
        }
        boolean judges = !cascade
                && confidence.calibration().isEmpty()
                && store.chunkHead(pack).isPresent();
        return results.with(confidence.with(judges ? Fallback.CHUNK_HEAD : Fallback.NONE));
    }

    /** Refuses a request that gives a chunk head and would not use it. */
    private static void requireUse(ConfidenceOptions confidence, boolean cascade) {
        boolean used = confidence.fallback() == Fallback.AUTO || confidence.fallback() == Fallback.CHUNK_HEAD;
        if (cascade || !used || confidence.calibration().isPresent()) {
            String other = cascade
                    ? "`cascade`"
                    : used
                            ? "`calibration`"
                            : "`fallback` " + confidence.fallback().word();
            throw new UsageException("`chunkHead` judges all chunks, and " + other
                    + " is about scores of frames; leave one of them out");
        }
    }
}
