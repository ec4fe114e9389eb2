package org.virnuc.models.store;

import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;

/** Opens the parts of a model; what is opened is closed by whoever asked for it. */
public interface ModelOpener {

    /** The DNA or protein encoder of a part. */
    SequenceEncoder openEncoder(ModelPart part, EncoderOptions options);

    /** The head of a part. */
    FrameClassifier openHead(ModelPart part, EncoderOptions options);
}
