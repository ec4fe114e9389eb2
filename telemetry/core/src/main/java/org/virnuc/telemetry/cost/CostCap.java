package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CallFigures;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.report.Figures;

/**
 * Stops a run before it spends more than its cost cap. Before each batch, the caller asks for permission. The cap adds
 * up what was spent, the expected price of the batches in flight, and the expected price of the new batch. If the sum
 * is beyond the limit, the batch must not start. Expectations come from the time that earlier batches took for their
 * size. Spending therefore exceeds the limit only by as much as batches take longer than expected, at most one batch
 * per device.
 *
 * <p>The limit applies to all attempts together: a workflow that repeats a command whose limit is reached spends
 * nothing more.
 */
public final class CostCap {
    /**
     * Percentages of the limit at which to warn, highest first, so that a run that passes both at once is warned once.
     */
    private static final int[] WARN_AT_PERCENT = {90, 75};

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Spending spending;
    private final CostLimit limits;
    private final Listener listener;
    private final Map<String, Pace> paces = new HashMap<>();
    private final List<Flight> inFlight = new ArrayList<>();
    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
    private @Nullable BigDecimal stoppedBefore;
    private boolean paid;
    private boolean reached;
    private int warned;

    /**
     * Creates a cap.
     *
     * @param listener called with warnings and when the cap is reached, on the thread that asked for permission
     */
    public CostCap(CostLimit limits, Spending spending, Listener listener) {
        this.limits = limits;
        this.spending = spending;
        this.listener = listener;
    }

    /**
     * Records that the previous attempt was stopped by {@code limit}. If the limit of this run is no higher, it is
     * reached from the start: the remainder was too small for a batch, and each further attempt would pay for a start
     * and a batch to find that out.
     */
    public CostCap stoppedBefore(@Nullable BigDecimal limit) {
        stoppedBefore = limit;
        return this;
    }

    /** Receives warnings when spending approaches the limit. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called when spending has reached a percentage of the limit.
         *
         * @param message one line for people
         * @param percent 75, 90, or 100 when the cap is reached
         */
        void near(String message, int percent, BigDecimal spent, BigDecimal limit);
    }

    /** What a run spends: devices by the hour, tokens by the thousand, and the spending of earlier attempts. */
    public static final class Spending {
        private final PriceSheet sheet;
        private final BigDecimal earlier;
        private final DoubleSupplier seconds;
        private final List<DevicePrice> held = new ArrayList<>();
        private BigDecimal tokens = BigDecimal.ZERO;

        /**
         * Creates the spending of a run.
         *
         * @param devices devices held from the start of the run to its end, with the type by which the sheet knows each
         * @param earlier what earlier attempts have spent
         * @param seconds supplies the seconds since the run started
         */
        public Spending(PriceSheet sheet, Map<String, String> devices, BigDecimal earlier, DoubleSupplier seconds) {
            this.sheet = sheet;
            this.earlier = earlier;
            this.seconds = seconds;
            devices.forEach((device, type) -> {
                PriceSheet.Found<DevicePrice> found = sheet.device(device, type);
                if (found != null) {
                    held.add(found.price());
                }
            });
        }

        private BigDecimal devices(long micros) {
            BigDecimal sum = BigDecimal.ZERO;
            for (DevicePrice price : held) {
                sum = sum.add(DeviceCosts.of(price, micros));
            }
            return sum;
        }

        private boolean byTheHour() {
            return held.stream().anyMatch(price -> price.perHour().signum() > 0);
        }

        private long now() {
            return Math.round(seconds.getAsDouble() * 1e6);
        }
    }

    /** Time per unit of size for one model on one device, measured on earlier calls. */
    private static final class Pace {
        private long micros;
        private long size;

        long expect(long of) {
            return size == 0 ? 0 : Math.round((double) micros / size * of);
        }
    }

    private record Flight(String key, long endsAt, BigDecimal tokens) {}

    /**
     * A request for permission to start a batch.
     *
     * @param size amount of work in the batch: token slots, padding included
     */
    public record Request(String model, String provider, String device, long promptTokens, long size) {
        String key() {
            return provider + "/" + model + " on " + device;
        }
    }

    /**
     * Asks for permission to compute a batch.
     *
     * @throws CostCapException if the batch could exceed the limit; then no further batch may start
     * @throws PriceSheetException if there is a limit but no price for the model
     */
    public void before(Request request) {
        try {
            reserve(request);
        } finally {
            notifyListener();
        }
    }

    private synchronized void reserve(Request request) {
        paid |= !request.provider().equals(ModelCall.LOCAL);
        BigDecimal limit = limit();
        if (limit == null) {
            return;
        }
        BigDecimal tokens = price(request);
        long now = spending.now();
        long endsAt = now + paces.getOrDefault(request.key(), new Pace()).expect(request.size());
        BigDecimal reserved = tokens;
        long last = endsAt;
        for (Flight flight : inFlight) {
            reserved = reserved.add(flight.tokens);
            last = Math.max(last, flight.endsAt);
        }
        check(limit, spent().add(reserved).add(spending.devices(last - now)));
        inFlight.add(new Flight(request.key(), endsAt, tokens));
    }

    /** Records a finished batch. */
    public synchronized void after(ModelCall call, long size) {
        String key = new Request(call.model(), call.provider(), call.device(), 0, size).key();
        Pace pace = paces.computeIfAbsent(key, k -> new Pace());
        pace.micros += call.nanos() / 1000;
        pace.size += size;
        Flight landed =
                inFlight.stream().filter(f -> f.key.equals(key)).findFirst().orElse(null);
        if (landed != null) {
            inFlight.remove(landed);
        }
        BigDecimal billed = call.cost();
        PriceSheet.Found<ModelPrice> found = spending.sheet.model(call.model(), call.provider());
        if (billed != null) {
            spending.tokens = spending.tokens.add(billed);
        } else if (found != null) {
            spending.tokens = spending.tokens.add(TokenCosts.of(CallFigures.of(call), found.price()));
        }
    }

    /**
     * Asks for permission to spend time on something other than a batch, such as loading a model.
     *
     * @throws CostCapException if the limit is reached
     */
    public void check() {
        try {
            checkNow();
        } finally {
            notifyListener();
        }
    }

    private synchronized void checkNow() {
        BigDecimal limit = limit();
        if (limit != null) {
            check(limit, spent().add(spending.devices(1)));
        }
    }

    /** Calls the listener for everything that is pending. No lock is held, because the listener may query the cap. */
    private void notifyListener() {
        for (Runnable item = news.poll(); item != null; item = news.poll()) {
            item.run();
        }
    }

    /** Returns the amount spent so far, including earlier attempts. */
    public synchronized BigDecimal spent() {
        return spending.earlier.add(spending.tokens).add(spending.devices(spending.now()));
    }

    /**
     * Returns whether the limit can be reached with local models. It cannot if devices are free and the sheet has no
     * models except the built-in ones, which are remote.
     */
    public boolean canBeReached() {
        Set<String> models = new HashSet<>(spending.sheet.models().keySet());
        models.removeAll(PriceSheets.builtIn().models().keySet());
        return spending.byTheHour() || !models.isEmpty();
    }

    /**
     * Returns the state of the cap for the report; null if there is no limit.
     *
     * @param total what this attempt has spent
     */
    public synchronized CostReport.@Nullable Cap report(BigDecimal total) {
        BigDecimal limit = limit();
        return limit == null ? null : CostReport.Cap.of(limit, spending.earlier.add(total), reached);
    }

    private @Nullable BigDecimal limit() {
        return paid ? limits.paid() : limits.local();
    }

    private void check(BigDecimal limit, BigDecimal committed) {
        String currency = spending.sheet.currency();
        boolean stopped = stoppedBefore != null && limit.compareTo(stoppedBefore) <= 0;
        if (reached || stopped || committed.compareTo(limit) > 0) {
            BigDecimal spent = spent();
            // Without what this attempt has spent: it costs until it has ended, and its report has the final sum.
            String message = "the cost cap of " + limit.toPlainString() + " " + currency + " is reached"
                    + (spending.earlier.signum() == 0
                            ? ""
                            : " (" + Figures.money(spending.earlier, currency) + " were spent by earlier attempts)")
                    + (stopped && committed.compareTo(limit) <= 0
                            ? ": an earlier attempt was stopped by it; raise it"
                            : ", and going on would go beyond");
            if (!reached) {
                reached = true;
                news.add(() -> listener.near(message, 100, spent, limit));
            }
            throw new CostCapException(message
                    + "; finished work is kept, and the same command with a higher `costLimit` goes on from there");
        }
        for (int percent : WARN_AT_PERCENT) {
            boolean due = committed.multiply(HUNDRED).compareTo(limit.multiply(BigDecimal.valueOf(percent))) >= 0;
            if (due && percent > warned && limit.signum() > 0) {
                warned = percent;
                BigDecimal spent = spent();
                String message = percent + " % of the cost cap of " + limit.toPlainString() + " " + currency
                        + " are spent or reserved";
                news.add(() -> listener.near(message, percent, spent, limit));
            }
        }
    }

    private BigDecimal price(Request request) {
        PriceSheet.Found<ModelPrice> found = spending.sheet.model(request.model(), request.provider());
        if (found == null) {
            if (request.provider().equals(ModelCall.LOCAL)) {
                return BigDecimal.ZERO;
            }
            throw new PriceSheetException("no price for " + request.provider() + "/" + request.model()
                    + ", so the cost cap could not hold; add models." + request.model()
                    + " or models.default to a price sheet, or give `costLimit` none");
        }
        return found.price()
                .prompt()
                .multiply(BigDecimal.valueOf(request.promptTokens()))
                .movePointLeft(3);
    }
}
