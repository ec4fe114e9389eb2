package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The run file of {@code --config}. It contains options by their long names without dashes; the command line takes
 * precedence.
 */
final class ConfigFile implements IDefaultValueProvider {
    private static final String OPTION = "--config";
    private static final Set<String> NOT_IN_FILE = Set.of("config", "help", "version");

    private final @Nullable Path file;
    private final Map<String, Value> values;
    private boolean checked;

    /** The option that was given a value last. */
    private @Nullable ArgSpec answered;

    /** The value of an option, a list with commas in between, and its line in the file. */
    private record Value(String text, boolean list, int line) {}

    private ConfigFile(@Nullable Path file, Map<String, Value> values) {
        this.file = file;
        this.values = values;
    }

    /** The file named in these arguments, or an empty one. */
    static ConfigFile of(String[] arguments) {
        Path file = named(arguments).orElse(null);
        return new ConfigFile(file, file == null ? Map.of() : read(file));
    }

    /** The path named in these arguments, whether or not it exists. */
    static Optional<Path> named(String[] arguments) {
        Path file = null;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                file = Path.of(arguments[i + 1]);
            } else if (arguments[i].startsWith(OPTION + "=")) {
                file = Path.of(arguments[i].substring(OPTION.length() + 1));
            }
        }
        return Optional.ofNullable(file);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!checked) {
            checkNames(argument);
            checked = true;
        }
        Value value = argument instanceof OptionSpec option
                ? values.get(option.longestName().substring(2))
                : null;
        if (value != null && value.list() && !takesList((OptionSpec) argument)) {
            throw needsOneValue(
                    Objects.requireNonNull(file),
                    ((OptionSpec) argument).longestName().substring(2),
                    value.line());
        }
        answered = value == null ? null : argument;
        return value == null ? null : value.text();
    }

    /** File and line of the value that was refused; empty if it does not come from the file. */
    String place(CommandLine.ParameterException refused) {
        ArgSpec argument = refused.getArgSpec();
        Value value = argument == null || argument != answered
                ? null
                : values.get(((OptionSpec) argument).longestName().substring(2));
        return value == null ? "" : file + ", line " + value.line() + ": ";
    }

    private static boolean takesList(OptionSpec option) {
        return option.paramLabel().equals("LIST") || !option.splitRegex().isEmpty();
    }

    private void checkNames(ArgSpec argument) {
        Set<String> known = new TreeSet<>();
        argument.command()
                .options()
                .forEach(option -> known.add(option.longestName().substring(2)));
        known.removeAll(NOT_IN_FILE);
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw new UsageException(Objects.requireNonNull(file) + ", line " + value.line() + ": unknown option "
                        + name + "; there are " + String.join(", ", known));
            }
        });
    }

    private static Map<String, Value> read(Path file) {
        YAMLMapper yaml = new YAMLMapper();
        Map<String, Value> values = new LinkedHashMap<>();
        try (JsonParser parser = yaml.createParser(SmallFile.text(file, SmallFile.BY_HAND))) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return values;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new UsageException(file + " is not a run file: expected lines such as \"length: 500\"");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                int line = parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                JsonNode value = yaml.readTree(parser);
                Value before = values.put(name, value(file, name, line, value));
                if (before != null) {
                    throw new UsageException(file + ", line " + line + ": " + name
                            + " is given a second time, after line " + before.line() + "; keep one of them");
                }
            }
            if (parser.nextToken() != null) {
                throw new UsageException(
                        file + ", line " + parser.currentTokenLocation().getLineNr()
                                + ": a second YAML document begins; a run file holds one");
            }
            return values;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = Reason.plain(e.getOriginalMessage().strip().replaceAll("\\s+", " "));
            throw new UsageException(file + ", line " + line + ": not YAML: " + problem, e);
        } catch (SmallFile.TooLargeException e) {
            throw new UsageException(
                    file + " is not a run file: " + e.getMessage()
                            + "; give a text file with lines such as \"length: 500\"",
                    e);
        } catch (IOException e) {
            throw new UsageException("cannot read the run file " + file + " (" + Reason.of(e) + ")", e);
        }
    }

    private static Value value(Path file, String name, int line, @Nullable JsonNode value) {
        if (value != null && isOne(value)) {
            return new Value(value.asText(), false, line);
        }
        if (value instanceof ArrayNode several && !several.isEmpty()) {
            List<String> texts = new ArrayList<>();
            several.forEach(one -> texts.add(isOne(one) ? one.asText() : ""));
            if (!texts.contains("")) {
                return new Value(String.join(",", texts), true, line);
            }
        }
        throw needsOneValue(file, name, line);
    }

    private static boolean isOne(JsonNode value) {
        return value.isValueNode() && !value.isNull();
    }

    private static UsageException needsOneValue(Path file, String name, int line) {
        return new UsageException(file + ", line " + line + ": " + name + " needs one value, such as \"length: 500\"");
    }
}
