package org.virnuc.calling.reads;

import java.util.Optional;

/**
 * What is said of all reads on a contig.
 *
 * @param call that of the contig, in the words of {@code contig_calls.tsv}; empty where there is a reason
 * @param tier that of the contig; empty where there is a reason
 * @param reason why there is no call
 */
record ReadLabel(String call, String tier, Optional<ReadReason> reason) {

    ReadLabel {
        if (call.isEmpty() != reason.isPresent()) {
            throw new IllegalArgumentException("a read has a call or a reason, not '" + call + "' and " + reason);
        }
    }

    static ReadLabel called(String call, String tier) {
        return new ReadLabel(call, tier, Optional.empty());
    }

    static ReadLabel without(ReadReason reason) {
        return new ReadLabel("", "", Optional.of(reason));
    }

    /** The word of the reason; empty where there is a call. */
    String reasonWord() {
        return reason.map(ReadReason::word).orElse("");
    }
}
