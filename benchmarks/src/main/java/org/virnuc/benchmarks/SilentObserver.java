package org.virnuc.benchmarks;

import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderInfo;

/** Listens to nothing. */
final class SilentObserver implements StageObserver {
    @Override
    public void items(long more) {}

    @Override
    public void metric(String name, Number value) {}

    @Override
    public void batch(EncoderInfo model, BatchFigures figures) {}
}
