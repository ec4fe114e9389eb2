package org.virnuc.models.hub;

/** Is told how a download goes on. */
public interface PullListener {

    /** A listener for callers who show nothing. */
    PullListener NONE = new PullListener() {
        @Override
        public void progress(String file, long done, long total) {}

        @Override
        public void note(String text) {}
    };

    /**
     * Bytes have come.
     *
     * @param total bytes of the whole file; 0 where the server does not say
     */
    void progress(String file, long done, long total);

    /** Something worth a line, such as that a broken download goes on. */
    void note(String text);
}
