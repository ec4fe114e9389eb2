package org.virnuc.telemetry.cost;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.PricingReport.Origin;

/**
 * Parses a price sheet token by token, because only tokens know their line number.
 *
 * <p>Keys: {@code currency}, {@code valid_from}, {@code valid_until}, {@code source}; {@code models}, each with
 * {@code prompt}, {@code completion}, {@code cached}, {@code source}; {@code devices}, each with {@code per_hour},
 * {@code source}. Model prices apply to 1,000 tokens, which their keys may state: {@code prompt_per_1k},
 * {@code completion_per_1k}, {@code cached_per_1k}. Prices of one token have the keys of LiteLLM's list:
 * {@code input_cost_per_token}, {@code output_cost_per_token}, {@code cache_read_input_token_cost}.
 */
final class PriceSheetReader implements AutoCloseable {
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?([eE]-[0-9]{1,2})?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final String SOURCE = "source";
    private static final String PER_1K = "_per_1k";

    /** What the price of a single token is called. */
    private static final Map<String, String> PER_TOKEN = Map.of(
            "prompt", "input_cost_per_token",
            "completion", "output_cost_per_token",
            "cached", "cache_read_input_token_cost");

    private static final String MODEL_KEYS =
            "prompt, completion, cached, source, prompt_per_1k, completion_per_1k, cached_per_1k,"
                    + " input_cost_per_token, output_cost_per_token, cache_read_input_token_cost";

    private final String name;
    private final JsonParser parser;

    PriceSheetReader(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /** A scalar value and its line number. */
    private record Value(String text, int line) {}

    /** An entry under {@code models} or {@code devices}, and its line number. */
    private record Entry(Map<String, Value> values, int line) {}

    PriceSheet read() throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new PriceSheetException(
                    name + " is not a price sheet: expected lines such as \"currency: USD\" and \"devices:\"");
        }
        Map<String, Value> facts = new LinkedHashMap<>();
        Map<String, Entry> models = new LinkedHashMap<>();
        Map<String, Entry> devices = new LinkedHashMap<>();
        for (String key = field(); key != null; key = field()) {
            switch (key) {
                case "currency", "valid_from", "valid_until", SOURCE -> facts.put(key, scalar(key));
                case "models" -> entries(key, MODEL_KEYS, models);
                case "devices" -> entries(key, "per_hour, source", devices);
                default ->
                    throw wrong(
                            line(),
                            key,
                            "unknown key; there are currency, valid_from, valid_until, source, models, devices");
            }
        }
        requireNoMore();
        return sheet(facts, models, devices);
    }

    /** Rejects a second YAML document, which would otherwise be ignored silently. */
    private void requireNoMore() throws IOException {
        JsonToken next = parser.nextToken();
        if (next == null) {
            next = parser.nextToken(); // in YAML, a null token also separates two documents
        }
        if (next != null) {
            throw new PriceSheetException(name + ", line " + line()
                    + ": a second document begins here; a price sheet is one document, without a line of ---");
        }
    }

    private PriceSheet sheet(Map<String, Value> facts, Map<String, Entry> models, Map<String, Entry> devices) {
        Value currency = facts.get("currency");
        if (currency == null) {
            throw wrong(1, "currency", "is missing; give a code such as USD");
        }
        if (!CURRENCY.matcher(currency.text).matches()) {
            throw wrong(
                    currency.line,
                    "currency",
                    "is " + currency.text + ", expected a code of three letters such as USD");
        }
        String from = day(facts, "valid_from");
        String until = day(facts, "valid_until");
        if (from != null && until != null && until.compareTo(from) < 0) {
            throw wrong(
                    Objects.requireNonNull(facts.get("valid_until")).line,
                    "valid_until",
                    "is " + until + ", before valid_from " + from);
        }
        String source = facts.containsKey(SOURCE) ? facts.get(SOURCE).text : fileName();
        Map<String, ModelPrice> modelPrices = new LinkedHashMap<>();
        models.forEach((key, entry) -> modelPrices.put(key, model(key, entry, new Origin(source, from, until))));
        Map<String, DevicePrice> devicePrices = new LinkedHashMap<>();
        devices.forEach((key, entry) -> devicePrices.put(key, device(key, entry, new Origin(source, from, until))));
        return new PriceSheet(currency.text, modelPrices, devicePrices);
    }

    private ModelPrice model(String key, Entry entry, Origin origin) {
        String path = "models." + key;
        BigDecimal prompt = tokenPrice(path, entry, "prompt");
        BigDecimal completion = tokenPrice(path, entry, "completion");
        BigDecimal cached =
                keys("cached").noneMatch(entry.values::containsKey) ? prompt : tokenPrice(path, entry, "cached");
        return new ModelPrice(prompt, completion, cached, origin(entry, origin));
    }

    private DevicePrice device(String key, Entry entry, Origin origin) {
        return new DevicePrice(amount("devices." + key, entry, "per_hour"), origin(entry, origin));
    }

    private static Origin origin(Entry entry, Origin ofSheet) {
        Value own = entry.values.get(SOURCE);
        return own == null ? ofSheet : new Origin(own.text, ofSheet.validFrom(), ofSheet.validUntil());
    }

    /** Reads the price of 1,000 tokens, whatever its key. */
    private BigDecimal tokenPrice(String path, Entry entry, String name) {
        List<String> given = keys(name).filter(entry.values::containsKey).toList();
        if (given.size() > 1) {
            String again = given.get(1);
            int line = Objects.requireNonNull(entry.values.get(again)).line;
            throw wrong(line, path + "." + again, "is the same price as " + given.get(0) + "; give one of the two");
        }
        String key = given.isEmpty() ? name : given.get(0);
        BigDecimal price = amount(path, entry, key);
        return key.equals(PER_TOKEN.get(name))
                ? price.multiply(BigDecimal.valueOf(1000)).stripTrailingZeros()
                : price;
    }

    /** The keys of a token price. */
    private static Stream<String> keys(String name) {
        return Stream.of(name, name + PER_1K, Objects.requireNonNull(PER_TOKEN.get(name)));
    }

    private BigDecimal amount(String path, Entry entry, String key) {
        Value value = entry.values.get(key);
        if (value == null) {
            throw wrong(entry.line, path, key + " is missing");
        }
        if (!AMOUNT.matcher(value.text).matches()) {
            throw wrong(value.line, path + "." + key, "is " + value.text + ", expected an amount such as 0.0005");
        }
        return new BigDecimal(value.text);
    }

    private @Nullable String day(Map<String, Value> facts, String key) {
        Value value = facts.get(key);
        if (value == null) {
            return null;
        }
        try {
            return LocalDate.parse(value.text).toString();
        } catch (DateTimeException e) {
            throw new PriceSheetException(
                    text(value.line, key, "is " + value.text + ", expected a day such as 2026-11-22"), e);
        }
    }

    private void entries(String section, String known, Map<String, Entry> into) throws IOException {
        expectMap(section);
        for (String key = field(); key != null; key = field()) {
            String path = section + "." + key;
            int line = line();
            expectMap(path);
            Map<String, Value> values = new LinkedHashMap<>();
            for (String name = field(); name != null; name = field()) {
                if (!known.matches("(.*, )?" + Pattern.quote(name) + "(, .*)?")) {
                    throw wrong(line(), path + "." + name, "unknown key; there are " + known);
                }
                values.put(name, scalar(path + "." + name));
            }
            into.put(key, new Entry(values, line));
        }
    }

    private void expectMap(String path) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw wrong(line(), path, "expected entries below it, found " + found());
        }
    }

    /** Returns the next key of the current map; null at its end. */
    private @Nullable String field() throws IOException {
        return parser.nextToken() == JsonToken.FIELD_NAME ? parser.currentName() : null;
    }

    private Value scalar(String path) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null
                || !token.isScalarValue()
                || token == JsonToken.VALUE_NULL
                || parser.getText().isBlank()) {
            throw wrong(line(), path, "expected a value, found " + found());
        }
        return new Value(parser.getText(), line());
    }

    private String found() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return "entries";
        }
        if (token == JsonToken.START_ARRAY) {
            return "a list";
        }
        String text = token == null || token == JsonToken.VALUE_NULL ? "" : parser.getText();
        return text == null || text.isBlank() ? "nothing" : text;
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private String fileName() {
        Path last = Path.of(name).getFileName();
        return last == null ? name : last.toString();
    }

    private PriceSheetException wrong(int line, String key, String problem) {
        return new PriceSheetException(text(line, key, problem));
    }

    private String text(int line, String key, String problem) {
        return name + ", line " + line + ", " + key + ": " + problem;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
