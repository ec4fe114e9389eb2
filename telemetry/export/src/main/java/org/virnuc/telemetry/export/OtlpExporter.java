package org.virnuc.telemetry.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;

/**
 * Sends the spans of a run to an OpenTelemetry collector: OTLP over HTTP, encoded as JSON, on a thread of its own.
 * Spans that do not fit into the buffer, or that the collector rejects, are dropped and counted. The run waits for the
 * collector only at its end, and no longer than the budget.
 *
 * <p>The exporter of the OpenTelemetry SDK (1.55, measured) sends protobuf and no JSON, ignores {@code Retry-After},
 * does not count the spans that a collector rejects, and needs 12 jars of 1.3 MB.
 */
public final class OtlpExporter implements TelemetryListener, AutoCloseable {
    /** Default for the longest time that the end of a run waits for the collector. */
    public static final Duration BUDGET = Duration.ofSeconds(5);

    static final int BUFFER_SPANS = 4096;
    /** Places of the buffer that are reserved for the spans of stages and of the run. */
    private static final int ROOM_FOR_STAGES = 256;

    private static final int REQUEST_SPANS = 512;
    private static final int ATTEMPTS = 5;
    private static final int MOST_ANSWER_BYTES = 1 << 16;
    private static final Duration COLLECT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);
    private static final String NO_ANSWER = "no answer in time";
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    private static final Logger LOG = LoggerFactory.getLogger(OtlpExporter.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OtlpTarget target;
    private final Duration budget;
    private final HttpClient client;
    private final Thread sender;
    private final RunSpans spans = new RunSpans();
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    // Guarded by this.
    private final Deque<Span> buffer = new ArrayDeque<>();
    /** When sending must stop, in {@code System.nanoTime()}; null while the run is running. */
    private @Nullable Long deadline;

    private volatile String problem = "the buffer was full";

    private OtlpExporter(OtlpTarget target, Duration budget) {
        this.target = target;
        this.budget = budget;
        this.client = HttpClient.newBuilder()
                .connectTimeout(LONGEST_REQUEST)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.sender = new Thread(this::send, "virnuc-otlp");
        sender.setDaemon(true);
    }

    /**
     * Starts an exporter, which sends until it is closed.
     *
     * @param budget longest time that closing may take
     */
    public static OtlpExporter open(OtlpTarget target, Duration budget) {
        OtlpExporter exporter = new OtlpExporter(target, budget);
        exporter.sender.start();
        return exporter;
    }

    @Override
    public void onRunStarted(TelemetryEvent.RunStarted event) {
        spans.started(event);
    }

    @Override
    public void onStageStarted(TelemetryEvent.StageStarted event) {
        spans.started(event);
    }

    @Override
    public void onCostsUpdated(TelemetryEvent.CostsUpdated event) {
        spans.priced(event);
    }

    @Override
    public void onEventRecorded(TelemetryEvent.EventRecorded event) {
        spans.event(event.event());
    }

    @Override
    public void onModelCalled(TelemetryEvent.ModelCalled event) {
        queue(spans.batch(event), BUFFER_SPANS - ROOM_FOR_STAGES);
    }

    @Override
    public void onStageEnded(TelemetryEvent.StageEnded event) {
        queue(spans.stage(event), BUFFER_SPANS);
    }

    @Override
    public void onRunEnded(TelemetryEvent.RunEnded event) {
        queue(spans.run(event), BUFFER_SPANS);
    }

    private void queue(Span span, int room) {
        made.incrementAndGet();
        synchronized (this) {
            if (buffer.size() < room) {
                buffer.add(span);
            }
            if (buffer.size() == REQUEST_SPANS) {
                notifyAll();
            }
        }
    }

    /** Returns the number of spans so far. */
    public long made() {
        return made.get();
    }

    /** Returns the number of spans that the collector has accepted. */
    public long delivered() {
        return delivered.get();
    }

    /** Sends the remaining spans within the budget, and logs how many were lost. */
    @Override
    public void close() {
        synchronized (this) {
            deadline = System.nanoTime() + budget.toNanos();
            notifyAll();
        }
        try {
            sender.join(Math.max(1, budget.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (sender.isAlive()) {
            problem = NO_ANSWER;
            sender.interrupt();
        }
        long lost = made() - delivered();
        if (lost > 0) {
            LOG.warn("{} of {} spans did not reach {} ({}); the run is not affected", lost, made(), target, problem);
        }
    }

    private void send() {
        try {
            for (List<Span> next = next(); next != null; next = next()) {
                deliver(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the budget is used up
        } catch (RuntimeException e) {
            LOG.debug("sending spans ended early", e);
            problem = Reason.of(e);
        }
    }

    /** Returns the spans for the next request, after a short wait for more; null if there will be none. */
    private synchronized @Nullable List<Span> next() throws InterruptedException {
        while (buffer.isEmpty() && deadline == null) {
            wait(COLLECT.toMillis());
        }
        long until = System.nanoTime() + COLLECT.toNanos();
        while (deadline == null && buffer.size() < REQUEST_SPANS && System.nanoTime() < until) {
            wait(Math.max(0, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) + 1);
        }
        List<Span> next = new ArrayList<>();
        while (next.size() < REQUEST_SPANS && !buffer.isEmpty()) {
            next.add(buffer.remove());
        }
        return next.isEmpty() ? null : next;
    }

    private void deliver(List<Span> next) throws InterruptedException {
        byte[] body = OtlpJson.encode(spans.traceId(), next, target.resource(spans.version()));
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; attempt <= ATTEMPTS && !left().isNegative(); attempt++) {
            Duration wanted = pause;
            try {
                HttpResponse<InputStream> answer =
                        client.send(request(body), HttpResponse.BodyHandlers.ofInputStream());
                byte[] said = read(answer);
                if (answer.statusCode() / 100 == 2) {
                    delivered.addAndGet(next.size() - rejected(said, next.size()));
                    return;
                }
                problem = "HTTP " + answer.statusCode();
                if (!TRY_AGAIN.contains(answer.statusCode())) {
                    return;
                }
                wanted = RetryAfter.of(answer.headers(), pause);
            } catch (HttpTimeoutException e) {
                problem = NO_ANSWER;
            } catch (IOException e) {
                problem = Reason.of(e);
            }
            if (attempt == ATTEMPTS || !pause(wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE)) {
                return;
            }
            pause = pause.multipliedBy(2);
        }
    }

    private HttpRequest request(byte[] body) {
        Duration left = left();
        Duration timeout = left.compareTo(LONGEST_REQUEST) < 0 ? left : LONGEST_REQUEST;
        HttpRequest.Builder request = HttpRequest.newBuilder(target.traces())
                .timeout(timeout.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        target.headers().forEach(request::setHeader);
        return request.build();
    }

    private static byte[] read(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return body.readNBytes(MOST_ANSWER_BYTES);
        }
    }

    /** Returns how many spans of an accepted request the collector reports as rejected. */
    private long rejected(byte[] answer, int sent) {
        try {
            long rejected = JSON.readTree(answer)
                    .path("partialSuccess")
                    .path("rejectedSpans")
                    .asLong();
            if (rejected > 0) {
                problem = "the collector rejected spans";
            }
            return Math.max(0, Math.min(rejected, sent));
        } catch (IOException notJson) {
            return 0;
        }
    }

    private synchronized Duration left() {
        return deadline == null ? Duration.ofDays(1) : Duration.ofNanos(deadline - System.nanoTime());
    }

    /** Waits. Returns false without waiting if the remaining time is too short. */
    private synchronized boolean pause(Duration pause) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        for (long more = pause.toNanos(); more > 0; more = until - System.nanoTime()) {
            if (left().toNanos() < more) {
                return false;
            }
            wait(TimeUnit.NANOSECONDS.toMillis(more) + 1);
        }
        return true;
    }
}
