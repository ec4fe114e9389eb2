package org.virnuc.pipeline.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelPack;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.cost.PriceSheet;

/**
 * Stores the estimates of dry runs, so that a run with the same input, models and devices finds its own. Files contain
 * only numbers, and their names are hashes. An estimate that cannot be written or read is ignored and never fails a
 * run.
 */
public final class EstimateStore {
    private static final Logger LOG = LoggerFactory.getLogger(EstimateStore.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofDays(90);

    private final Path folder;

    /** Creates a store in {@code folder}, which is created when needed. */
    public EstimateStore(Path folder) {
        this.folder = folder;
    }

    /** The store in a shared cache folder. */
    public static EstimateStore in(Path cacheFolder) {
        return new EstimateStore(cacheFolder.resolve("estimates"));
    }

    /** The content of an estimate's file. */
    private record Kept(
            @JsonProperty("made_at_ms") long madeAtMs,
            @JsonProperty("seconds") List<Double> seconds,
            @JsonProperty("tokens") List<Double> tokens,
            @JsonProperty("currency") @Nullable String currency,
            @JsonProperty("cost") List<String> cost,
            @JsonProperty("prices") @Nullable String prices) {}

    /**
     * A key of everything that determines how long a run takes. Runs with equal keys are expected to take equally long.
     *
     * @param features the features of the run
     * @param sample name of the sample if it belongs to a sheet: the first sample opens the models, and later ones find
     *     them open
     */
    public static String key(RunPlan plan, RunFeatures features, String inputDigest, Optional<String> sample) {
        RunRequest config = plan.request();
        ExecutionProfile profile = plan.profile().execution();
        ModelPack pack = plan.pack();
        List<String> parts = new ArrayList<>(List.of(
                inputDigest,
                "length " + plan.length(),
                "precision " + profile.precision().word(),
                "devices " + profile.devices(),
                "threads " + config.encoders().threads(),
                "batch tokens " + config.encoders().batchTokens(),
                pack.dna().sha256(),
                pack.protein().sha256(),
                pack.head().sha256()));
        parts.addAll(features.estimateKey());
        sample.ifPresent(name -> parts.add("sample " + name));
        return Digests.ofText(String.join("\n", parts));
    }

    /**
     * Stores an estimate and removes old ones.
     *
     * @param prices the prices of its cost
     */
    public void put(String key, EstimateReport estimate, PriceSheet prices) {
        EstimateReport.Money cost = estimate.cost();
        Instant now = estimate.madeAt();
        Kept kept = new Kept(
                now.toEpochMilli(),
                numbers(estimate.seconds()),
                numbers(estimate.tokens()),
                cost == null ? null : cost.currency(),
                cost == null
                        ? List.of()
                        : Stream.of(cost.low(), cost.expected(), cost.high())
                                .map(BigDecimal::toPlainString)
                                .toList(),
                digest(prices));
        try {
            Files.createDirectories(folder);
            forget(now.minus(LONGEST));
            AtomicFile.writeShared(file(key), JSON.writeValueAsBytes(kept));
        } catch (IOException e) {
            LOG.warn(
                    "the estimate cannot be kept in {}: {}; the run will not be compared with it",
                    folder,
                    Reason.of(e));
        }
    }

    /** A hash of a price sheet that does not depend on the order of its entries. */
    private static String digest(PriceSheet prices) {
        return Digests.ofText(String.join(
                "\n",
                prices.currency(),
                new TreeMap<>(prices.models()).toString(),
                new TreeMap<>(prices.devices()).toString()));
    }

    /**
     * The estimate stored under a key, if any. A cost by other prices than {@code prices} is left out, because costs by
     * different prices cannot be compared.
     */
    public Optional<EstimateReport> find(String key, PriceSheet prices) {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Kept kept = JSON.readValue(SmallFile.text(file, SmallFile.RECORD), Kept.class);
            return Optional.of(new EstimateReport(
                    Instant.ofEpochMilli(kept.madeAtMs),
                    figure(kept.seconds),
                    figure(kept.tokens),
                    cost(kept, prices),
                    null));
        } catch (IOException | RuntimeException e) {
            LOG.debug("the estimate {} is damaged", file, e);
            return Optional.empty();
        }
    }

    private static EstimateReport.@Nullable Money cost(Kept kept, PriceSheet prices) {
        EstimateReport.Money cost = money(kept);
        if (cost != null && !digest(prices).equals(kept.prices)) {
            LOG.info("the cost is not compared with the estimate, which was made with other prices");
            return null;
        }
        return cost;
    }

    private void forget(Instant before) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".json");
    }

    private static List<Double> numbers(EstimateReport.Figure band) {
        return List.of(band.low(), band.expected(), band.high());
    }

    private static EstimateReport.Figure figure(List<Double> numbers) {
        return EstimateReport.Figure.expected(numbers.get(0), numbers.get(1), numbers.get(2));
    }

    private static EstimateReport.@Nullable Money money(Kept kept) {
        List<BigDecimal> amounts = kept.cost.stream().map(BigDecimal::new).toList();
        return kept.currency == null
                ? null
                : EstimateReport.Money.expected(kept.currency, amounts.get(0), amounts.get(1), amounts.get(2));
    }
}
