package org.virnuc.models.hub;

/** Receives the progress of a download. */
public interface PullListener {

    /** A listener that ignores every call. */
    PullListener NONE = new PullListener() {
        @Override
        public void progress(String file, long done, long total) {}

        @Override
        public void note(String text) {}
    };

    /**
     * Called when bytes have arrived.
     *
     * @param total bytes of the whole file; 0 if the server does not say
     */
    void progress(String file, long done, long total);

    /** Called with a message for people, for instance that an interrupted download continues. */
    void note(String text);
}
