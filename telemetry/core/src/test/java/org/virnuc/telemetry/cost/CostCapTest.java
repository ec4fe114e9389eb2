package org.virnuc.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PricedRuns;

/** One GPU at 0.001 a second, batches of 100 slots that take 10 s: 0.01 each. */
class CostCapTest {
    private static final CostCap.Request BATCH = request("cuda:0", 100);

    private final List<String> news = new ArrayList<>();
    private double seconds;

    @Test
    void noBatchBeginsThatWouldGoBeyond() {
        CostCap cap = cap("0.1", "0");
        int batches = 0;
        try {
            while (true) {
                cap.before(BATCH);
                batch(cap, 10);
                batches++;
            }
        } catch (CostCapException e) {
            assertThat(e)
                    .hasMessage("the cost cap of 0.1 USD is reached, and going on would go"
                            + " beyond; finished work is kept, and the same command with a higher `costLimit` goes on"
                            + " from there");
        }
        assertThat(batches).isEqualTo(10);
        assertThat(news)
                .containsExactly(
                        "75 75 % of the cost cap of 0.1 USD are spent or reserved",
                        "90 90 % of the cost cap of 0.1 USD are spent or reserved",
                        "100 the cost cap of 0.1 USD is reached, and going on would go beyond");
        CostReport.Cap report = Objects.requireNonNull(cap.report(new BigDecimal("0.1")));
        assertThat(report.reached()).isTrue();
        assertThat(report.overshoot()).isZero();
        assertThatExceptionOfType(CostCapException.class).isThrownBy(() -> cap.before(request("cuda:0", 1)));
        assertThat(news).hasSize(3);
    }

    @Test
    void overshootIsABatchThatTookLongerThanExpected() {
        CostCap cap = cap("0.1", "0");
        for (int i = 0; i < 9; i++) {
            cap.before(BATCH);
            batch(cap, 10);
        }
        cap.before(BATCH);
        batch(cap, 25);
        assertThatExceptionOfType(CostCapException.class).isThrownBy(() -> cap.before(BATCH));
        assertThat(Objects.requireNonNull(cap.report(new BigDecimal("0.115"))).overshoot())
                .isEqualTo("0.015");
    }

    @Test
    void workInFlightIsReserved() {
        CostCap cap = cap("0.05", "0");
        cap.before(BATCH);
        batch(cap, 10);
        cap.before(request("cuda:0", 350));
        assertThatExceptionOfType(CostCapException.class)
                .as("0.01 spent, 0.035 in flight, and 0.045 for this one, side by side")
                .isThrownBy(() -> cap.before(request("cuda:0", 450)));
    }

    @Test
    void tokensInFlightAreReserved() {
        CostCap cap = cap("0.007", "0");
        CostCap.Request paid = new CostCap.Request("gpt", "openai", "remote", 1_000, 1_000);
        cap.before(paid);
        cap.before(paid);
        cap.before(paid);
        assertThatExceptionOfType(CostCapException.class).isThrownBy(() -> cap.before(paid));
    }

    @Test
    void earlierAttemptsCount() {
        CostCap cap = cap("0.1", "0.095");
        cap.before(BATCH);
        assertThat(news).hasSize(1).first().asString().startsWith("90 ");
        batch(cap, 10);
        assertThatExceptionOfType(CostCapException.class)
                .isThrownBy(() -> cap.before(BATCH))
                .withMessageContaining("is reached (0.095 USD were spent by earlier attempts), and going on");
        CostCap exhausted = cap("0.1", "0.1");
        assertThatExceptionOfType(CostCapException.class).isThrownBy(() -> {
            seconds += 1;
            exhausted.check();
        });
    }

    @Test
    void anAttemptAfterOneThatTheCapStoppedSaysSo() {
        CostCap again = cap("0.1", "0.095").stoppedBefore(new BigDecimal("0.1"));
        assertThatExceptionOfType(CostCapException.class)
                .isThrownBy(again::check)
                .withMessageContaining(": an earlier attempt was stopped by it; raise it; finished")
                .withMessageNotContaining("go beyond");
    }

    @Test
    void paidProvidersHaveALimitUnlessItIsSwitchedOff() {
        CostCap cap = new CostCap(CostLimit.DEFAULT, spending("0"), this::note);
        seconds = 100_000;
        assertThatCode(() -> cap.before(BATCH)).as("local models").doesNotThrowAnyException();
        assertThat(cap.report(BigDecimal.ONE)).isNull();
        CostCap.Request paid = new CostCap.Request("gpt", "openai", "remote", 1_000, 1_000);
        assertThatExceptionOfType(CostCapException.class)
                .isThrownBy(() -> cap.before(paid))
                .withMessageStartingWith("the cost cap of 0.50 USD is reached, and going on");
        CostCap none = new CostCap(CostLimit.NONE, spending("0"), this::note);
        assertThatCode(() -> none.before(paid)).doesNotThrowAnyException();
    }

    @Test
    void whatHasNoPriceCannotBeCapped() {
        CostCap.Request unknown = new CostCap.Request("claude", "anthropic", "remote", 1, 1);
        assertThatExceptionOfType(PriceSheetException.class)
                .isThrownBy(() -> cap("5", "0").before(unknown))
                .withMessage("no price for anthropic/claude, so the cost cap could not hold; add models.claude or"
                        + " models.default to a price sheet, or give `costLimit` none");
    }

    @Test
    void whatIsFreeNeedsNoMoney() {
        PriceSheet free = PriceSheets.builtIn();
        CostCap cap = new CostCap(
                CostLimit.of(BigDecimal.ZERO),
                new CostCap.Spending(free, Map.of("cpu", "cpu"), BigDecimal.ZERO, () -> 1e6),
                this::note);
        assertThatCode(() -> {
                    cap.check();
                    cap.before(request("cpu", 100));
                })
                .doesNotThrowAnyException();
        assertThat(cap.canBeReached()).isFalse();
        assertThat(news).isEmpty();
    }

    @Test
    void theListenerMayAskHowTheCapStands() {
        List<BigDecimal> spent = new ArrayList<>();
        CostCap[] cap = new CostCap[1];
        cap[0] = new CostCap(CostLimit.of(BigDecimal.ZERO), spending("0"), (message, percent, amount, limit) -> {
            Thread other = new Thread(() -> spent.add(cap[0].spent()));
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        seconds = 1;
        assertThatExceptionOfType(CostCapException.class).isThrownBy(() -> cap[0].before(BATCH));
        assertThat(spent).singleElement().satisfies(amount -> assertThat(amount).isEqualByComparingTo("0.001"));
    }

    @Test
    void limitsAreAmountsOrNone() {
        assertThat(CostLimit.parse("none")).isEqualTo(CostLimit.NONE);
        assertThat(CostLimit.parse("2.50")).isEqualTo(CostLimit.of(new BigDecimal("2.50")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "NaN", "2,50", "None", "1.", "1.0000000001", "1234567890"})
    void otherLimitsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostLimit.parse(text))
                .withMessage(text + " is neither an amount such as 2.50 nor none");
    }

    private void batch(CostCap cap, double took) {
        seconds += took;
        ModelCall call = PricedRuns.local("esm2-mini", took);
        cap.after(call, 100);
    }

    private CostCap cap(String limit, String earlier) {
        news.clear();
        seconds = 0;
        return new CostCap(CostLimit.parse(limit), spending(earlier), this::note);
    }

    private CostCap.Spending spending(String earlier) {
        return new CostCap.Spending(
                PricedRuns.sheet(), Map.of("cuda:0", "NVIDIA L4"), new BigDecimal(earlier), () -> seconds);
    }

    private void note(String message, int percent, BigDecimal spent, BigDecimal limit) {
        news.add(percent + " " + message);
    }

    private static CostCap.Request request(String device, long slots) {
        return new CostCap.Request("esm2-mini", "local", device, slots, slots);
    }
}
