package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The run file of {@code --config}: every option by its long name without the dashes; the command line wins. */
final class ConfigFile implements IDefaultValueProvider {
    private static final String OPTION = "--config";
    private static final Set<String> NOT_IN_FILE = Set.of("config", "help", "version");

    private final @Nullable Path file;
    private final Map<String, String> values;
    private boolean checked;

    private ConfigFile(@Nullable Path file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /** The file that these arguments name, or none. */
    static ConfigFile of(String[] arguments) {
        Path file = named(arguments).orElse(null);
        return new ConfigFile(file, file == null ? Map.of() : read(file));
    }

    /** Which file these arguments name, whether it is there or not. */
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
            checked = true;
            checkNames(argument);
        }
        return argument instanceof OptionSpec option
                ? values.get(option.longestName().substring(2))
                : null;
    }

    private void checkNames(ArgSpec argument) {
        Set<String> known = new TreeSet<>();
        argument.command()
                .options()
                .forEach(option -> known.add(option.longestName().substring(2)));
        known.removeAll(NOT_IN_FILE);
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new UsageException(Objects.requireNonNull(file) + ": unknown option " + name + "; there are "
                        + String.join(", ", known));
            }
        }
    }

    private static Map<String, String> read(Path file) {
        try {
            JsonNode tree = new YAMLMapper().readTree(Files.readAllBytes(file));
            if (!tree.isObject() && !tree.isMissingNode() && !tree.isNull()) {
                throw new UsageException(file + " is not a run file: expected lines such as \"length: 500\"");
            }
            Map<String, String> values = new LinkedHashMap<>();
            tree.properties().forEach(field -> values.put(field.getKey(), scalar(file, field)));
            return values;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().strip().replaceAll("\\s+", " ");
            throw new UsageException(file + ", line " + line + ": not YAML: " + problem, e);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot read the run file " + file + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static String scalar(Path file, Map.Entry<String, JsonNode> field) {
        if (!field.getValue().isValueNode() || field.getValue().isNull()) {
            throw new UsageException(file + ": " + field.getKey() + " needs one value, such as \"length: 500\"");
        }
        return field.getValue().asText();
    }
}
