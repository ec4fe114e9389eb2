package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FindVirusesTest {
    @Test
    void findsTheVirusesOfTheDemo(@TempDir Path folder) throws Exception {
        Path fasta = folder.resolve("demo.fna");
        try (InputStream demo = FindViruses.class.getResourceAsStream("/org/virnuc/data/demo/demo.fna")) {
            Files.copy(demo, fasta);
        }
        List<String> viruses = FindViruses.find(fasta, folder.resolve("results"), Path.of("target", "virnuc-cache"));
        assertEquals(5, viruses.size());
        assertEquals("NC_004667", viruses.get(0));
    }

    /** The logging of this program is what its logback.xml says, whatever else is on its class path. */
    @Test
    void thisProgramsLoggingStaysInForce(@TempDir Path folder) throws Exception {
        String ours = System.getProperty("ai.djl.offline");
        findsTheVirusesOfTheDemo(folder);
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        assertEquals(Level.WARN, root.getLevel());
        assertNotNull(root.getAppender("OURS"));
        assertNull(ours);
        assertNull(System.getProperty("ai.djl.offline"));
        assertNull(System.getProperty("DJL_CACHE_DIR"));
    }
}
