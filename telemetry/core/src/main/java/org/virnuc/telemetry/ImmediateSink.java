package org.virnuc.telemetry;

/** Wraps a sink so that it is called on the thread where each event happens. */
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
