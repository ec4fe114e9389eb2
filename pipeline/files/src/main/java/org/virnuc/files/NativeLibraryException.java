package org.virnuc.files;

/** A native library that cannot be loaded from any folder it was unpacked into. */
public final class NativeLibraryException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public NativeLibraryException(String message, Throwable cause) {
        super(Kind.USAGE, message, cause);
    }
}
