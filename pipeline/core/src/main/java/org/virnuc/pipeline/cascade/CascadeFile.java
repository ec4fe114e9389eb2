package org.virnuc.pipeline.cascade;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code cascade.json}: the band of a run and what it rests on; numbers only, no ids.
 *
 * @param agreement that was asked for
 * @param confidence with which it holds
 * @param rule whose lead decides
 * @param models what scored, by the names of settings
 * @param setting the half of the sample that set the band
 * @param checking the half that checked it
 * @param widened whether checking widened it
 * @param bandLead the largest lead of a chunk that goes to the big model
 * @param chunks what has become of the scored chunks
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

    private static final String FORMAT = "virnuc-cascade/1";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public CascadeFile {
        models = new TreeMap<>(models);
    }

    /**
     * The scored chunks; the three parts add up.
     *
     * @param scored all of them
     * @param clear that the small model has decided about
     * @param band that the big model has decided about, because they lie in the band
     * @param sample chunks that went to the big model because they were drawn for the sample
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

    /** What a run has found. */
    public static CascadeFile of(CascadeOptions options, Map<String, String> models, FoundBand found, Chunks chunks) {
        return new CascadeFile(
                FORMAT,
                options.agreement(),
                SampleSize.CONFIDENCE,
                options.rule().word(),
                models,
                found.setting(),
                found.checking(),
                found.widened(),
                found.band().lead(),
                chunks);
    }

    /** The file's bytes. */
    public byte[] written() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    /** Reads a file that a run has written. */
    public static CascadeFile read(Path file) throws IOException {
        return JSON.readValue(Files.readAllBytes(file), CascadeFile.class);
    }
}
