package org.virnuc.models.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.virnuc.models.DeviceException;
import org.virnuc.models.UnusedDevice;

/**
 * The devices that have loaded a model, and those that could not.
 *
 * @param batchTokens limit of tokens per batch for which every device has enough memory
 */
record LoadedDevices(List<EncoderDevice> devices, int batchTokens, List<UnusedDevice> unused) {

    LoadedDevices {
        devices = List.copyOf(devices);
        unused = List.copyOf(unused);
    }

    /** Loads the model on one device. */
    @FunctionalInterface
    interface Loading {
        EncoderSession load(String device);
    }

    /**
     * Loads the model on each device in turn. A device that fails is left out as long as another works.
     *
     * @param lanes number of threads that use a device concurrently
     * @param batchTokens upper limit of tokens per batch, however much memory there is
     * @throws DeviceException if no device could load it, with the reason of each
     */
    static LoadedDevices of(List<String> names, int lanes, int batchTokens, Loading loading) {
        List<EncoderDevice> devices = new ArrayList<>();
        List<UnusedDevice> unused = new ArrayList<>();
        List<DeviceException> reasons = new ArrayList<>();
        int most = batchTokens;
        try {
            for (String name : names) {
                try {
                    EncoderSession session = loading.load(name);
                    most = Math.min(most, measured(session, most));
                    devices.add(new EncoderDevice(session, lanes));
                } catch (DeviceException e) {
                    reasons.add(e);
                    unused.add(new UnusedDevice(
                            name, name + " cannot load the model and gets no work: " + e.getMessage()));
                }
            }
        } catch (RuntimeException e) {
            devices.forEach(device -> device.session.close());
            throw e;
        }
        if (devices.isEmpty()) {
            throw none(reasons);
        }
        return new LoadedDevices(devices, most, unused);
    }

    /** The names of the devices, comma-separated. */
    String names() {
        return devices.stream().map(device -> device.session.device()).collect(Collectors.joining(","));
    }

    private static int measured(EncoderSession session, int most) {
        try {
            return session.freeBytes() < 0 ? most : TokenBudget.measure(session, most);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static DeviceException none(List<DeviceException> reasons) {
        if (reasons.size() == 1) {
            return reasons.get(0);
        }
        String all = reasons.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        return new DeviceException(
                "none of " + reasons.size() + " devices can load the model: " + all + "; see \"virnuc doctor\"",
                reasons.get(0));
    }
}
