package org.virnuc.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.export.RunMetrics;

/**
 * A million events a second for a minute, at a sink that works, one that blocks for ever and one that only counts: whether the report is
 * right, every loss counted, and memory bounded; and what telling takes, and all of telemetry, in seconds of CPU time per million. Exits
 * with 1 where the report is not right.
 *
 * <p>Arguments: seconds (60), events a second (1,000,000), threads that tell (1).
 */
final class Flood {
    private static final ModelCall CALL = ModelCall.local("m")
            .device("cpu")
            .precision("bf16")
            .promptTokens(10)
            .items(1)
            .took(1_000);

    private static final double MEGABYTE = 1e6;

    private Flood() {}

    /** Prints what happened. */
    public static void main(String[] arguments) throws InterruptedException {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 60;
        long perSecond = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        AtomicLong taken = new AtomicLong();
        int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        TelemetrySink counting = event -> {
            if (event instanceof TelemetryEvent.ModelCalled) {
                taken.incrementAndGet();
            }
        };
        Semaphore never = new Semaphore(0);
        TelemetrySink stuck = event -> never.acquireUninterruptibly();
        RunMetrics metrics = new RunMetrics(TelemetryClock.system());
        PipelineTelemetry telemetry = PipelineTelemetry.builder(
                        RunInfo.of("flood").command("flood").version("1"))
                .sinks(counting, stuck, metrics)
                .start();
        long heapBefore = heap();
        long cpuBefore = processCpu();
        long begin = System.nanoTime();
        Told telling = tell(telemetry, seconds * perSecond, perSecond, threads);
        double took = (System.nanoTime() - begin) / 1e9;
        long cpu = processCpu() - cpuBefore;
        long told = telling.calls();
        long heapAfter = heap();
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        print("told %,d model calls in %.1f s: %,.0f a second%n", told, took, told / took);
        print(
                "CPU per million calls: %.3f s by those who tell, %.3f s the whole process%n",
                telling.cpuNanos() / 1e3 / told, cpu / 1e3 / told);
        print(
                "in the report %,d calls, %,d tokens%n",
                report.totals().calls(), report.totals().tokens());
        print("taken by the counting sink %,d; losses of all three %,d%n", taken.get(), report.telemetryLosses());
        report.events().forEach(event -> print("event: %s %s%n", event.message(), event.details()));
        print("heap in use before %.1f MB, after %.1f MB%n", heapBefore / MEGABYTE, heapAfter / MEGABYTE);
        boolean right = report.totals().calls() == told
                && report.totals().tokens() == 10 * told
                && report.telemetryLosses() >= told - taken.get()
                && report.events().size() < 10;
        print("%s%n", right ? "right" : "WRONG");
        System.exit(right ? 0 : 1);
    }

    private record Told(long calls, long cpuNanos) {}

    /** Reports {@code calls} calls, no faster than asked for. */
    private static Told tell(PipelineTelemetry telemetry, long all, long perSecond, int threads)
            throws InterruptedException {
        StageSpan span = telemetry.startStage("esm-2", all, "frames");
        long each = all / threads;
        AtomicLong cpu = new AtomicLong();
        List<Thread> tellers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tellers.add(new Thread(() -> {
                tell(span, each, (double) perSecond / threads);
                cpu.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            }));
        }
        tellers.forEach(Thread::start);
        for (Thread teller : tellers) {
            teller.join();
        }
        telemetry.endStage(span, StageFigures.of(each * threads, each * threads));
        return new Told(each * threads, cpu.get());
    }

    private static void tell(StageSpan span, long calls, double perSecond) {
        long begin = System.nanoTime();
        for (long told = 0; told < calls; told++) {
            if (told % 1_000 == 0) {
                long early = (long) (told / perSecond * 1e9) - (System.nanoTime() - begin);
                if (early > 0) {
                    LockSupport.parkNanos(early);
                }
            }
            span.call(CALL);
        }
    }

    private static long processCpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    /** What is reachable. */
    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
