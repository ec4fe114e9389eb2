package org.virnuc.models.nvidia;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.nvidia.DriverCalls.FailedException;

/** The devices that CUDA programs may use, as libcuda lists them. */
final class CudaDriver {
    private static final int COMPUTE_MAJOR = 75;
    private static final int COMPUTE_MINOR = 76;
    private static final int TEXT = 128;

    private final DriverCalls driver;

    private CudaDriver(DriverCalls driver) {
        this.driver = driver;
    }

    /**
     * Starts the driver in this process.
     *
     * @throws FailedException if it cannot be started; no GPU is such a reason
     */
    static CudaDriver start(NativeLibrary library) throws FailedException {
        CudaDriver started = new CudaDriver(new DriverCalls(library));
        started.driver.call("cuInit", 0);
        return started;
    }

    /** The newest CUDA that the driver supports, such as 12080 for 12.8. */
    int version() throws FailedException {
        IntByReference version = new IntByReference();
        driver.call("cuDriverGetVersion", version);
        return version.getValue();
    }

    List<NvidiaGpu> gpus() throws FailedException {
        IntByReference count = new IntByReference();
        driver.call("cuDeviceGetCount", count);
        List<NvidiaGpu> gpus = new ArrayList<>();
        for (int number = 0; number < count.getValue(); number++) {
            gpus.add(gpu(number));
        }
        return gpus;
    }

    private NvidiaGpu gpu(int number) throws FailedException {
        int device = device(number);
        byte[] name = new byte[TEXT];
        driver.call("cuDeviceGetName", name, TEXT, device);
        byte[] bus = new byte[TEXT];
        driver.call("cuDeviceGetPCIBusId", bus, TEXT, device);
        LongByReference memory = new LongByReference();
        driver.call("cuDeviceTotalMem_v2", memory, device);
        return new NvidiaGpu(
                number,
                DriverCalls.text(name),
                DriverCalls.text(bus),
                memory.getValue(),
                attribute(COMPUTE_MAJOR, device),
                attribute(COMPUTE_MINOR, device));
    }

    /** Bytes of a device that no process holds. The device's own context, which libtorch uses too, is started. */
    long freeBytes(int number) throws FailedException {
        int device = device(number);
        PointerByReference context = new PointerByReference();
        driver.call("cuDevicePrimaryCtxRetain", context, device);
        try {
            driver.call("cuCtxPushCurrent_v2", context.getValue());
            try {
                LongByReference free = new LongByReference();
                driver.call("cuMemGetInfo_v2", free, new LongByReference());
                return free.getValue();
            } finally {
                driver.call("cuCtxPopCurrent_v2", new PointerByReference(Pointer.NULL));
            }
        } finally {
            driver.call("cuDevicePrimaryCtxRelease_v2", device);
        }
    }

    private int device(int number) throws FailedException {
        IntByReference device = new IntByReference();
        driver.call("cuDeviceGet", device, number);
        return device.getValue();
    }

    private int attribute(int attribute, int device) throws FailedException {
        IntByReference value = new IntByReference();
        driver.call("cuDeviceGetAttribute", value, attribute, device);
        return value.getValue();
    }
}
