package org.virnuc.telemetry;

import java.nio.file.Path;
import java.util.Map;

/**
 * Reads the resource usage of this process from Linux's {@code /proc/self} and from the JVM. On other systems only the
 * JVM's part is available.
 */
final class ProcessUsage implements Usage.Meter {
    private final ProcStat stat = ProcStat.ofThisProcess();
    private final ProcFile status = new ProcFile(Path.of("/proc/self/status"));
    private final ProcFile io = new ProcFile(Path.of("/proc/self/io"));
    private final HeapMeter heap = HeapMeter.ofThisProcess();

    @Override
    public Usage read() {
        Map<String, Long> memory = status.read();
        Map<String, Long> files = io.read();
        ProcStat.Times cpu = stat.read();
        return new Usage(
                cpu.own(),
                cpu.children(),
                heap.allocatedBytes(),
                heap.gcSeconds(),
                memory.get("VmRSS"),
                memory.get("VmHWM"),
                files.get("rchar"),
                files.get("wchar"));
    }
}
