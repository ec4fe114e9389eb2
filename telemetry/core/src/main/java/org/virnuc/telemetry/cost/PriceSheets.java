package org.virnuc.telemetry.cost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import org.virnuc.files.UserFolders;

/**
 * Finds and reads price sheets. Three sources are combined: the built-in prices, the user's own file, and the file
 * given for a run. If an entry occurs in several of them, the later source wins.
 */
public final class PriceSheets {
    /** The prices that come with the library. JSON, so that a run without another sheet needs no YAML parser. */
    private static final String BUILT_IN = "/org/virnuc/telemetry/prices.json";

    private PriceSheets() {}

    /**
     * Returns the prices that apply to a run.
     *
     * @param given price sheet given for this run; null for none
     * @param environment environment of the process, whose {@code XDG_CONFIG_HOME} and {@code HOME} locate the user's
     *     own sheet
     * @throws PriceSheetException if a sheet cannot be used
     */
    public static PriceSheet inForce(@Nullable Path given, Map<String, String> environment) {
        PriceSheet sheet = builtIn();
        Path own = ownFile(environment);
        if (own != null && Files.exists(own)) {
            sheet = sheet.with(read(own));
        }
        return given == null ? sheet : sheet.with(read(given));
    }

    /**
     * Returns where the user's own sheet is expected, whether or not it exists; null for a user without a home
     * directory.
     */
    public static @Nullable Path ownFile(Map<String, String> environment) {
        return UserFolders.of(environment)
                .config()
                .map(folder -> folder.resolve("virnuc").resolve("prices.yaml"))
                .orElse(null);
    }

    /** Returns the prices that come with the library. */
    public static PriceSheet builtIn() {
        try (InputStream text = Objects.requireNonNull(
                PriceSheets.class.getResourceAsStream(BUILT_IN), "the library lacks its price sheet " + BUILT_IN)) {
            return parse("built-in", text.readAllBytes(), new JsonFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a price sheet in YAML.
     *
     * @throws PriceSheetException if the sheet cannot be used; the message names file, line and key
     */
    public static PriceSheet read(Path file) {
        try {
            return parse(file.toString(), SmallFile.read(file, SmallFile.BY_HAND), new YAMLFactory());
        } catch (SmallFile.TooLargeException e) {
            throw new PriceSheetException(file + " is not a price sheet: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new PriceSheetException("no price sheet " + file + ": the file does not exist", e);
        } catch (IOException e) {
            throw new PriceSheetException("cannot read the price sheet " + file + " (" + Reason.of(e) + ")", e);
        }
    }

    private static PriceSheet parse(String name, byte[] text, JsonFactory format) throws IOException {
        try (PriceSheetReader reader = new PriceSheetReader(
                name,
                format.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())
                        .createParser(text))) {
            return reader.read();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = Reason.plain(e.getOriginalMessage().strip().replaceAll("\\s+", " "));
            throw new PriceSheetException(name + ", line " + line + ": not YAML: " + problem, e);
        }
    }
}
