package org.virnuc.engine.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.StageId;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;

/**
 * The cost of all attempts in a run directory, stored in {@code work/spent.json} even if telemetry is not written. It
 * is written when a stage starts and ends, so a killed run loses only the cost of its last stage. A run that costs
 * nothing writes no file.
 */
public final class SpendLedger {
    public static final String FILE_NAME = "spent.json";
    private static final int MOST_DIGITS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(SpendLedger.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private Content before;

    private SpendLedger(Path file, Content before) {
        this.file = file;
        this.before = before;
    }

    /**
     * The content of the file.
     *
     * @param attempts number of attempts that cost something
     * @param cost total cost of all attempts, as decimal text
     * @param stages cost by stage and run, such as {@code esm-2/20261122T153355-298015}
     * @param stoppedBy the cost cap that stopped the last attempt, as decimal text; null if none did
     */
    record Content(
            @JsonProperty("currency") String currency,
            @JsonProperty("attempts") int attempts,
            @JsonProperty("cost") String cost,
            @JsonProperty("stages") Map<String, String> stages,
            @JsonProperty("stopped_by") @Nullable String stoppedBy) {
        static final Content NOTHING = new Content("", 0, "0", Map.of(), null);

        private @Nullable BigDecimal limit() {
            return stoppedBy == null ? null : amount(stoppedBy);
        }
    }

    /** Opens the ledger of a directory. An unreadable ledger counts as missing. */
    static SpendLedger open(RunDirectory directory) throws IOException {
        return in(directory.work());
    }

    /** Opens the ledger of a work folder; a missing ledger counts as empty. */
    static SpendLedger in(Path work) throws IOException {
        Path file = work.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return new SpendLedger(file, Content.NOTHING);
        }
        try {
            @Nullable Content content = JSON.readValue(SmallFile.text(file, SmallFile.RECORD), Content.class);
            if (content != null && amount(content.cost).signum() >= 0) {
                content.stages.values().forEach(SpendLedger::amount);
                content.limit();
                return new SpendLedger(file, content);
            }
        } catch (JsonProcessingException
                | SmallFile.TooLargeException
                | NumberFormatException
                | NullPointerException e) {
            LOG.debug("damaged ledger", e);
        }
        LOG.warn("{} is damaged; what earlier attempts spent is not known and not counted", file);
        return new SpendLedger(file, Content.NOTHING);
    }

    /** Parses an amount. Written out, one such as 1e999999999 would fill the memory. */
    private static BigDecimal amount(String text) {
        BigDecimal amount = new BigDecimal(text);
        if (Math.abs(amount.scale()) > MOST_DIGITS || amount.precision() > MOST_DIGITS) {
            throw new NumberFormatException("more than " + MOST_DIGITS + " digits");
        }
        return amount;
    }

    String currency() {
        return before.currency;
    }

    /** The cost of earlier attempts; null if it is in another currency. */
    @Nullable BigDecimal spentIn(String currency) {
        return before.attempts == 0 || before.currency.equals(currency) ? new BigDecimal(before.cost) : null;
    }

    /** The cost cap that stopped the last attempt; null if none did. */
    @Nullable BigDecimal stoppedBy() {
        return before.limit();
    }

    /** The cost of earlier attempts; null if there were none. */
    CostReport.@Nullable Earlier earlier() {
        return before.attempts == 0 ? null : new CostReport.Earlier(before.attempts, new BigDecimal(before.cost));
    }

    @Nullable BigDecimal original(StageId id, String runId) {
        String cost = before.stages.get(key(id.word(), runId));
        return cost == null ? null : new BigDecimal(cost);
    }

    /** Discards earlier attempts, so that nothing counts as spent. */
    void forget() {
        before = Content.NOTHING;
    }

    /** Saves the cost of the current attempt so far, added to that of earlier attempts. */
    synchronized void save(RunReport report) {
        BigDecimal cost = report.totals().cost();
        String currency = report.totals().currency();
        CostReport costs = report.costs();
        if (cost == null || currency == null || costs == null || cost.signum() == 0) {
            return;
        }
        Map<String, String> stages = new LinkedHashMap<>(before.stages);
        for (StageCost stage : costs.stages()) {
            CostSplit split = stage.cost();
            if (split != null && split.cost().signum() > 0) {
                stages.put(key(stage.id(), report.runId()), split.cost().toPlainString());
            }
        }
        String sum = CostSplit.plain(new BigDecimal(before.cost).add(cost)).toPlainString();
        CostReport.Cap cap = costs.cap();
        String stoppedBy = cap != null && cap.reached() ? cap.limit().toPlainString() : null;
        Content content = new Content(currency, before.attempts + 1, sum, stages, stoppedBy);
        try {
            AtomicFile.write(file, JSON.writeValueAsBytes(content));
        } catch (IOException e) {
            LOG.warn("what was spent could not be written to {}: {}", file, Reason.of(e));
        }
    }

    /**
     * Sets the cost of other processes than the attempts in this directory, which counts like that of an earlier attempt.
     *
     * @param name of these processes; a cost that was set before under this name is replaced
     */
    void set(String name, BigDecimal cost, String currency) throws IOException {
        String known = before.stages.get(name);
        Map<String, String> stages = new LinkedHashMap<>(before.stages);
        stages.put(name, CostSplit.plain(cost).toPlainString());
        BigDecimal others = new BigDecimal(before.cost).subtract(known == null ? BigDecimal.ZERO : amount(known));
        String sum = CostSplit.plain(others.add(cost)).toPlainString();
        int attempts = before.attempts + (known == null ? 1 : 0);
        before = new Content(currency, attempts, sum, stages, before.stoppedBy);
        AtomicFile.write(file, JSON.writeValueAsBytes(before));
    }

    private static String key(String stage, String runId) {
        return stage + "/" + runId;
    }
}
