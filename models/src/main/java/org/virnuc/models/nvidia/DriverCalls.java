package org.virnuc.models.nvidia;

import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;

/** Calls the functions of one of the driver's libraries, each of which answers with a number that is 0 for success. */
final class DriverCalls {
    private final NativeLibrary library;

    DriverCalls(NativeLibrary library) {
        this.library = library;
    }

    /** A call that has not succeeded. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        FailedException(String function, int code) {
            super(function + " answers " + code);
            this.code = code;
        }

        /** What the function has answered. */
        int code() {
            return code;
        }
    }

    /** The answer where the library is too old to have a function; no driver gives it. */
    static final int NO_SUCH_FUNCTION = -1;

    /**
     * Calls a function.
     *
     * @throws FailedException if it does not answer 0, or is not there
     */
    void call(String function, Object... arguments) throws FailedException {
        int code;
        try {
            code = library.getFunction(function).invokeInt(arguments);
        } catch (UnsatisfiedLinkError e) {
            code = NO_SUCH_FUNCTION;
        }
        if (code != 0) {
            throw new FailedException(function, code);
        }
    }

    /** The text up to its end mark. */
    static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    }
}
