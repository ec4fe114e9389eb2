package org.virnuc.telemetry;

/** Has another sink called on the thread where events happen. */
record ImmediateSink(TelemetrySink sink) implements TelemetrySink {
    @Override
    public void accept(TelemetryEvent event) {
        sink.accept(event);
    }

    @Override
    public boolean wantsModelCalls() {
        return sink.wantsModelCalls();
    }

    @Override
    public boolean immediate() {
        return true;
    }
}
