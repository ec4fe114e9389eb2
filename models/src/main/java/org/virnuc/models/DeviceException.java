package org.virnuc.models;

import org.virnuc.files.PublicApi;
import org.virnuc.files.VirNucException;

/** A requested device is missing or has failed. The message says what was found and what to do. */
@PublicApi
public class DeviceException extends VirNucException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(Kind.DEVICE, message);
    }

    public DeviceException(String message, Throwable cause) {
        super(Kind.DEVICE, message, cause);
    }
}
