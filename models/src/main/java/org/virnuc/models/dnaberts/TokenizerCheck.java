package org.virnuc.models.dnaberts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.virnuc.models.ModelException;

/**
 * Checks what Hugging Face's library assumes about a {@code tokenizer.json}. If an assumption is violated, the library
 * aborts the whole process as soon as a sequence depends on it, so the check is made before the library loads the file.
 */
final class TokenizerCheck {
    private final Path json;

    private TokenizerCheck(Path json) {
        this.json = json;
    }

    /**
     * Checks a tokenizer.
     *
     * @param root the whole file
     * @throws ModelException naming the token that is missing
     */
    static void verify(Path json, JsonNode root) {
        TokenizerCheck check = new TokenizerCheck(json);
        check.model(root.path("model"));
        check.template(root.path("post_processor"));
    }

    private void model(JsonNode model) {
        if (model.hasNonNull("type") && !model.path("type").asText().equals("BPE")) {
            throw refusal("its model is " + model.path("type") + "; expected BPE, as DNABERT-S has");
        }
        if (model.hasNonNull("unk_token")
                && !model.path("vocab").has(model.path("unk_token").asText())) {
            throw refusal("its vocabulary lacks the unknown token " + model.path("unk_token"));
        }
    }

    /** Checks that every special token used by a template is also defined in it. */
    private void template(JsonNode processor) {
        for (JsonNode inner : processor.path("processors")) {
            template(inner);
        }
        for (String template : new String[] {"single", "pair"}) {
            for (JsonNode piece : processor.path(template)) {
                String token = token(piece);
                if (!token.isEmpty() && !processor.path("special_tokens").has(token)) {
                    throw refusal("its template has " + token + ", which its special_tokens lack");
                }
            }
        }
    }

    /**
     * The special token of a template's piece, written as an object or as a string; empty for a sequence, such as
     * {@code $A}.
     */
    private static String token(JsonNode piece) {
        if (piece.isTextual()) {
            String word = piece.asText().replaceFirst(":[0-9]+$", "");
            return word.startsWith("$") ? "" : word;
        }
        return piece.path("SpecialToken").path("id").asText();
    }

    private ModelException refusal(String why) {
        return new ModelException(json + " cannot be loaded as a tokenizer: " + why + "; download it again");
    }
}
