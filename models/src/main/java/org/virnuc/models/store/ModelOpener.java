package org.virnuc.models.store;

import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;

/** Opens the parts of a model; what is opened is closed by whoever asked for it. */
public interface ModelOpener {

    /** A DNA encoder. */
    SequenceEncoder openDna(ModelPart part, EncoderOptions options);

    /** A protein encoder. */
    SequenceEncoder openProtein(ModelPart part, EncoderOptions options);

    /** A head. */
    FrameClassifier openHead(ModelPart part, EncoderOptions options);
}
