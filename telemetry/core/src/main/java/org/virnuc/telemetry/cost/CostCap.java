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
 * Stops a run before it spends more than it may. Asked before each batch, it adds to what was spent the price of the batches in flight
 * and of the one to come, each expected to take as long for its size as those before it; where that goes beyond the limit, the batch is
 * not begun. The spending ends beyond the limit only by what a batch took longer than expected, so by a batch per device at most.
 *
 * <p>The limit is for all attempts together: a workflow that repeats a command that has reached its limit spends nothing more.
 */
public final class CostCap {
    /** The highest first: a run that jumps beyond both is warned once. */
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
     * A cap.
     *
     * @param listener told of warnings and of the end, by whichever thread asked
     */
    public CostCap(CostLimit limits, Spending spending, Listener listener) {
        this.limits = limits;
        this.spending = spending;
        this.listener = listener;
    }

    /**
     * The attempt before this one was stopped by {@code limit}. One that is no higher is reached from the start: what that attempt has
     * left was too little for a batch, and finding that out anew would cost a start and a batch each time.
     */
    public CostCap stoppedBefore(@Nullable BigDecimal limit) {
        stoppedBefore = limit;
        return this;
    }

    /** Is told how the spending comes near its limit. */
    @FunctionalInterface
    public interface Listener {
        /** {@code message} for people; {@code percent} 75, 90 or 100. */
        void near(String message, int percent, BigDecimal spent, BigDecimal limit);
    }

    /** What a run spends: devices by the hour, tokens by the thousand, and what earlier attempts have spent. */
    public static final class Spending {
        private final PriceSheet sheet;
        private final BigDecimal earlier;
        private final DoubleSupplier seconds;
        private final List<DevicePrice> held = new ArrayList<>();
        private BigDecimal tokens = BigDecimal.ZERO;

        /**
         * Spending of a run.
         *
         * @param devices held from start to end, with the names that the sheet knows them by
         * @param earlier spent by earlier attempts
         * @param seconds since the run began
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

    /** Time per size of one model on one device, from its calls so far. */
    private static final class Pace {
        private long micros;
        private long size;

        long expect(long of) {
            return size == 0 ? 0 : Math.round((double) micros / size * of);
        }
    }

    private record Flight(String key, long endsAt, BigDecimal tokens) {}

    /** What is about to be asked of a model; {@code size} is the work in it, as token slots with padding. */
    public record Request(String model, String provider, String device, long promptTokens, long size) {
        String key() {
            return provider + "/" + model + " on " + device;
        }
    }

    /**
     * A batch is about to be computed.
     *
     * @throws CostCapException where it may go beyond the limit; then nothing further may begin
     * @throws PriceSheetException where there is a limit, but no price for the model
     */
    public void before(Request request) {
        try {
            reserve(request);
        } finally {
            tell();
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

    /** A batch was computed. */
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
     * Something is about to take time without a batch, such as loading a model.
     *
     * @throws CostCapException where nothing is left to spend
     */
    public void check() {
        try {
            checkNow();
        } finally {
            tell();
        }
    }

    private synchronized void checkNow() {
        BigDecimal limit = limit();
        if (limit != null) {
            check(limit, spent().add(spending.devices(1)));
        }
    }

    /** Tells the listener what came up, with no lock held: it may ask how the cap stands. */
    private void tell() {
        for (Runnable item = news.poll(); item != null; item = news.poll()) {
            item.run();
        }
    }

    /** Spent so far, by earlier attempts too. */
    public synchronized BigDecimal spent() {
        return spending.earlier.add(spending.tokens).add(spending.devices(spending.now()));
    }

    /** Whether the devices cost anything, or a local model may be priced by the token: else local models cannot reach a limit. */
    public boolean canBeReached() {
        Set<String> models = new HashSet<>(spending.sheet.models().keySet());
        models.removeAll(PriceSheets.builtIn().models().keySet());
        return spending.byTheHour() || !models.isEmpty();
    }

    /** How the cap stands for a run that has spent {@code total} in this attempt; null where there is no limit. */
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
            String message = "the cost cap of " + limit.toPlainString() + " " + currency + " is reached: "
                    + Figures.money(spent, currency) + " are spent"
                    + (spending.earlier.signum() == 0
                            ? ""
                            : ", " + Figures.money(spending.earlier, currency) + " of them by earlier attempts")
                    + (stopped && committed.compareTo(limit) <= 0
                            ? ", and an attempt before was stopped by this cap; it has to be raised"
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
