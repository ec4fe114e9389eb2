package org.virnuc.models.store;

import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;

/** Loads the parts of a model; the caller closes what it has opened. */
public interface ModelOpener {

    /** Loads the DNA or protein encoder of a part. */
    SequenceEncoder openEncoder(ModelPart part, EncoderOptions options);

    /** Loads the head of a part. */
    FrameClassifier openHead(ModelPart part, EncoderOptions options);
}
