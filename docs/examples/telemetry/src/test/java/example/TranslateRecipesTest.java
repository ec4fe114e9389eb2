package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;
import org.virnuc.telemetry.report.JsonReport;

class TranslateRecipesTest {
    private static final Path PRICES = Path.of("prices.yaml");

    @Test
    void measuresItsStages(@TempDir Path folder) throws IOException {
        Path recipes = Files.writeString(folder.resolve("recettes.txt"), "farine beurre sel\nsucre miel\n");
        List<String> ended = new CopyOnWriteArrayList<>();
        RunReport report = TranslateRecipes.run(recipes, folder.resolve("out"), PRICES, new TelemetryListener() {
            @Override
            public void onStageEnded(TelemetryEvent.StageEnded event) {
                ended.add(event.report().id());
            }
        });
        assertEquals(List.of("flour butter salt", "sugar miel"), Files.readAllLines(folder.resolve("out/recipes.txt")));
        assertEquals(List.of("read", "translate", "write"), ended);
        StageReport translate = report.stages().get(1);
        assertEquals(2L, translate.itemsOut());
        assertEquals(2, translate.calls().count());
        // 5 tokens in and 5 out, at 0.5 and 1.5 per 1,000; the machine is paid by the hour.
        assertEquals(0, new BigDecimal("0.01").compareTo(translate.calls().cost()));
        assertEquals("EUR", report.totals().currency());
        EventReport event = report.events().get(0);
        assertEquals("1 of 5 words are not in the phrasebook and were kept", event.message());
        assertEquals(Severity.INFO, event.severity()); // not above the alert at 0.2
        assertEquals(report, JsonReport.read(folder.resolve("out/telemetry.json")));
        assertTrue(Files.readString(folder.resolve("out/telemetry.md")).contains("translate"));
    }

    @Test
    void reportsAFailedRun(@TempDir Path folder) {
        Path missing = folder.resolve("missing.txt");
        assertThrows(
                IOException.class,
                () -> TranslateRecipes.run(missing, folder.resolve("out"), PRICES, new TranslateRecipes.StageLog()));
        RunReport report = JsonReport.read(folder.resolve("out/telemetry.json"));
        assertEquals(RunStatus.FAILED, report.status());
        assertEquals("failed", report.stages().get(0).status().word());
    }

    /** The logging of this program is what its logback.xml says, whatever else is on its class path. */
    @Test
    void thisProgramsLoggingStaysInForce(@TempDir Path folder) throws IOException {
        measuresItsStages(folder);
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        assertEquals(Level.INFO, root.getLevel());
        assertNotNull(root.getAppender("OURS"));
    }
}
