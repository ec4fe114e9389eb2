package org.virnuc.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates field names in messages into options: {@code `batchTokens`} becomes {@code --batch-tokens}. The core names
 * fields, because only the command line knows what a user types.
 */
final class OptionNames {
    private static final Pattern FIELD = Pattern.compile("`([a-z][A-Za-z]*)`");

    /** Options and commands by field name. */
    static final Map<String, String> BY_FIELD = byField();

    private OptionNames() {}

    /** Replaces field names in a text by options. Unknown names are kept. */
    static String in(String text) {
        if (text.indexOf('`') < 0) {
            return text;
        }
        return FIELD.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(BY_FIELD.getOrDefault(match.group(1), match.group())));
    }

    private static Map<String, String> byField() {
        Map<String, String> names = new HashMap<>();
        // requests
        names.put("output", "-o");
        names.put("length", "--length");
        names.put("allowLengthMismatch", "--allow-length-mismatch");
        names.put("force", "--force");
        names.put("prices", "--prices");
        names.put("costLimit", "--cost-cap");
        names.put("embeddingCacheLimit", "--embedding-cache-size");
        // models and devices
        names.put("model", "--model");
        names.put("dna", "--dna-model");
        names.put("protein", "--protein-model");
        names.put("head", "--head");
        names.put("name", "--name");
        names.put("cascade", "--cascade");
        names.put("agreement", "--cascade-agreement");
        names.put("leadRule", "--cascade-by");
        names.put("device", "--device");
        names.put("precision", "--precision");
        names.put("batchTokens", "--batch-tokens");
        names.put("threads", "--threads");
        // shards
        names.put("shards", "--shards");
        names.put("part", "--part");
        names.put("shard", "virnuc shard INPUT -o PLAN");
        names.put("work", "virnuc work PLAN --shards");
        // results and reads
        names.put("callRule", "--calls");
        names.put("minLength", "--min-length");
        names.put("sequences", "--write");
        names.put("preset", "--preset");
        names.put("maxFalse", "--max-fdr");
        names.put("prevalence", "--prevalence");
        names.put("calibration", "--calibration");
        names.put("fallback", "--fallback");
        names.put("chunkHead", "--chunk-head");
        names.put("labels", "--labels");
        names.put("reference", "--reference");
        names.put("aligned", "--reads");
        names.put("written", "--write-reads");
        names.put("formats", "--reads-format");
        names.put("strict", "--strict-input");
        names.put("samples", "--samples");
        // training
        names.put("clusters", "--clusters");
        names.put("hidden", "--hidden");
        names.put("dropout", "--dropout");
        names.put("learningRate", "--learning-rate");
        names.put("momentum", "--momentum");
        names.put("batchSize", "--batch-size");
        names.put("stepEpochs", "--step-epochs");
        names.put("decay", "--decay");
        names.put("epochs", "--epochs");
        names.put("patience", "--patience");
        names.put("testFraction", "--test-fraction");
        names.put("validationFraction", "--validation-fraction");
        // other commands
        names.put("archive", "--output");
        names.put("calibrate", "virnuc calibrate LABELLED.fa -o FILE");
        names.put("repair", "virnuc runs check --repair");
        names.put("allRuns", "virnuc runs list --limit all");
        return Map.copyOf(names);
    }
}
