package org.virnuc.models.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.virnuc.models.ModelException;

/**
 * Parses untrusted JSON as UTF-8, which the standard requires; no other encoding is guessed. Every problem with the
 * text is reported as an exception of the caller's choice.
 */
public final class JsonText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper UNIQUE =
            JSON.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** Limit in bytes of a config, an index or a tokenizer; published tokenizers have up to 35 MB. */
    private static final int LONGEST = 64 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private JsonText() {}

    /**
     * Parses a text.
     *
     * @param refusal makes the exception for an invalid text from the reason, which is worded to follow "is not JSON"
     */
    public static JsonNode parse(byte[] text, Function<String, ModelException> refusal) {
        return parse(JSON, text, refusal);
    }

    /** Parses a text and refuses objects in which a name occurs twice. */
    static JsonNode parseUnique(byte[] text, Function<String, ModelException> refusal) {
        return parse(UNIQUE, text, refusal);
    }

    private static JsonNode parse(JsonMapper mapper, byte[] text, Function<String, ModelException> refusal) {
        int mark = Arrays.mismatch(text, BYTE_ORDER_MARK);
        int begin = mark < 0 || mark == BYTE_ORDER_MARK.length ? BYTE_ORDER_MARK.length : 0;
        ByteArrayInputStream bytes = new ByteArrayInputStream(text, begin, text.length - begin);
        try (InputStreamReader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder())) {
            JsonNode root = mapper.readTree(reader);
            if (root.isMissingNode() || root.isNull()) {
                throw refusal.apply("it holds nothing");
            }
            return root;
        } catch (CharacterCodingException e) {
            throw caused(refusal.apply("it is not UTF-8"), e);
        } catch (JsonProcessingException e) {
            throw caused(refusal.apply(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw caused(refusal.apply(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Parses a file.
     *
     * @throws ModelException if it is not JSON, or too long for a config, an index or a tokenizer
     */
    public static JsonNode read(Path path) throws IOException {
        long size = Files.size(path);
        if (size > LONGEST) {
            throw new ModelException(
                    path + " has " + size + " bytes; expected at most " + LONGEST + ", download it again");
        }
        return parse(
                Files.readAllBytes(path),
                why -> new ModelException(path + " is not JSON (" + why + "); copy or download it again"));
    }

    private static ModelException caused(ModelException refusal, IOException cause) {
        refusal.initCause(cause);
        return refusal;
    }
}
