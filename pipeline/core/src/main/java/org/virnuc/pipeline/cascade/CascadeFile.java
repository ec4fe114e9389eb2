package org.virnuc.pipeline.cascade;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.virnuc.files.JsonFault;
import org.virnuc.files.SmallFile;

/**
 * The content of {@code cascade.json}: the band of a run and the figures it is based on, without ids.
 *
 * @param agreement requested agreement
 * @param confidence confidence that the agreement holds
 * @param rule whose lead decides
 * @param models models that scored, by setting name
 * @param setting the half of the sample that set the band
 * @param checking the half that checked it
 * @param widened whether the check widened the band
 * @param bandLead largest lead of a chunk that goes to the big model
 * @param chunks numbers of chunks by deciding model
 */
public record CascadeFile(
        @JsonProperty("format") String format,
        @JsonProperty("agreement") BigDecimal agreement,
        @JsonProperty("confidence") double confidence,
        @JsonProperty("rule") String rule,
        @JsonProperty("models") Map<String, String> models,
        @JsonProperty("sample_setting") FoundBand.Half setting,
        @JsonProperty("sample_checking") FoundBand.Half checking,
        @JsonProperty("widened_by_check") boolean widened,
        @JsonProperty("band_lead") float bandLead,
        @JsonProperty("chunks") Chunks chunks) {
    public static final String FILE_NAME = "cascade.json";

    /** Written out, a number such as 1e999999999 would fill the memory. */
    private static final int MOST_DIGITS = 100;

    private static final String FORMAT = "virnuc-cascade/1";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public CascadeFile {
        if (Math.abs(agreement.scale()) > MOST_DIGITS || agreement.precision() > MOST_DIGITS) {
            throw new IllegalArgumentException("an agreement of more than " + MOST_DIGITS + " digits");
        }
        models = new TreeMap<>(models);
    }

    /**
     * The numbers of scored chunks by deciding model. Clear, band and sample add up to all scored chunks.
     *
     * @param scored all scored chunks
     * @param clear chunks decided by the small model
     * @param band chunks decided by the big model because they are in the band
     * @param sample chunks decided by the big model because they were drawn for the sample
     */
    public record Chunks(
            @JsonProperty("scored") long scored,
            @JsonProperty("small_clear") long clear,
            @JsonProperty("big_band") long band,
            @JsonProperty("big_sample") long sample) {
        public Chunks {
            if (clear + band + sample != scored) {
                throw new IllegalStateException("cascade: chunks do not add up: " + scored + " scored, " + clear
                        + " clear, " + band + " in the band, " + sample + " in the sample");
            }
        }
    }

    /** Creates the content from the results of a run. */
    public static CascadeFile of(CascadeOptions options, Map<String, String> models, FoundBand found, Chunks chunks) {
        return new CascadeFile(
                FORMAT,
                options.agreement(),
                ChunkSampleSize.CONFIDENCE,
                options.rule().word(),
                models,
                found.setting(),
                found.checking(),
                found.widened(),
                found.band().lead(),
                chunks);
    }

    /** Serializes the content. */
    public byte[] written() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    /** Reads the file of an earlier run. */
    public static CascadeFile read(Path file) throws IOException {
        try {
            return JSON.readValue(SmallFile.text(file, SmallFile.RECORD), CascadeFile.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is damaged: " + JsonFault.of(e.getOriginalMessage()), e);
        }
    }
}
