package org.virnuc.models.checkpoint;

/** Counts the steps of an unpickling and refuses the pickle when they exceed the limit. */
final class PickleSteps {

    private final PickleInput input;
    private long taken;

    PickleSteps(PickleInput input) {
        this.input = input;
    }

    void take(long count) {
        taken += count;
        if (taken > PickleBounds.MAX_STEPS) {
            throw input.damaged("takes more than " + PickleBounds.MAX_STEPS + " steps to read");
        }
    }
}
