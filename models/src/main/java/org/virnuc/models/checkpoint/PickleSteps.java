package org.virnuc.models.checkpoint;

/** The count of what an unpickling has cost, held below its bound. */
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
