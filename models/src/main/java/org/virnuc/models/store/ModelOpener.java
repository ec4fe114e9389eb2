package org.virnuc.models.store;

import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.engine.ExecutionProfile;

/** Loads the parts of a model; the caller closes what it has opened. */
public interface ModelOpener {

    /** Loads the DNA or protein encoder of a part. */
    SequenceEncoder openEncoder(ModelPart part, ExecutionProfile profile);

    /** Loads the head of a part. */
    FrameClassifier openHead(ModelPart part, ExecutionProfile profile);
}
