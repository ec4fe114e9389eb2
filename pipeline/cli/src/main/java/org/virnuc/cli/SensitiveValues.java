package org.virnuc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.files.SmallFile;
import org.virnuc.telemetry.cost.PriceSheets;
import org.virnuc.telemetry.redact.Kind;
import org.virnuc.telemetry.redact.Redactor;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The values of a command line, its run file and the machine that {@code --no-sensitive-logs} keeps out of all output.
 * They are collected from the raw arguments, so that even an error about an invalid option is redacted.
 */
final class SensitiveValues {
    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(TOKEN|SECRET|PASSW|KEY|CREDENTIAL|AUTH|COOKIE|HEADERS).*");
    private static final int SHORTEST_SECRET = 6;

    /** Words of options and messages, and common names of files and folders, which reveal nothing. */
    private static final List<String> PLAIN_WORDS = List.of(
            (">,>name,virnuc,virnuc doctor,length: 500,-,-o,auto,cpu,cuda,fp32,bf16,fp16,int8,off,summary,full,text,json,"
                            + "bar,lines,none,true,false,virnuc-mini,virus,others,unscored,standard input,INPUT,"
                            + "dna,viral,host,bam,fastq,regions,chunks,records,scores,default,conservative,sensitive,broad,"
                            + "sample,path,path2,fastq_1,fastq_2,in,out,input,output,results,result,run,data,tmp,work,home,reads,contigs,head")
                    .split(",", -1));

    private final Redactor.Builder values = Redactor.builder();

    private SensitiveValues() {}

    /**
     * Returns the redactor that the command line requests: one that knows every sensitive value, or one that changes
     * nothing.
     */
    static Redactor redactor(String[] given, CommandLine line) {
        List<String> arguments = expanded(given);
        List<String> lines = runFileLines(arguments);
        if (!wanted(arguments, lines)) {
            return Redactor.off();
        }
        SensitiveValues found = new SensitiveValues();
        found.values.keep(ownWords(line));
        found.secrets(System.getenv());
        found.arguments(arguments);
        lines.forEach(found::runFileLine);
        OwnWords.ofExports(System.getenv()).forEach(word -> found.values.add(Kind.ARGUMENT, List.of(word)));
        named(SampleOption.NAME, arguments, lines).forEach(found::sheet);
        found.prices(named("--prices", arguments, lines));
        found.machine();
        return found.values.build();
    }

    private static boolean wanted(List<String> arguments, List<String> runFile) {
        String name = PrivacyOption.NAME;
        for (String argument : arguments) {
            if (argument.equals(name) || argument.equalsIgnoreCase(name + "=true")) {
                return true;
            }
            if (argument.startsWith(name + "=")) {
                return false;
            }
        }
        // A damaged run file counts as requesting redaction if it names the option without denying it.
        Pattern asked = Pattern.compile(
                "^\\s*[\"']?" + name.substring(2) + "[\"']?\\s*:(?!\\s*[\"']?false).*", Pattern.CASE_INSENSITIVE);
        return runFile.stream().anyMatch(text -> asked.matcher(text).matches());
    }

    private static List<String> runFileLines(List<String> arguments) {
        return ConfigFile.named(arguments.toArray(String[]::new))
                .map(SensitiveValues::lines)
                .orElse(List.of());
    }

    /**
     * The arguments with argument files expanded; the command line reads those from arguments that start with
     * {@code @}.
     */
    private static List<String> expanded(String[] arguments) {
        List<String> all = new ArrayList<>();
        for (String argument : arguments) {
            all.add(argument);
            if (argument.startsWith("@") && isFile(argument.substring(1))) {
                lines(Path.of(argument.substring(1)))
                        .forEach(line -> all.addAll(List.of(line.strip().split("\\s+", -1))));
            }
        }
        return all;
    }

    private static List<String> lines(Path file) {
        try {
            return SmallFile.text(file, SmallFile.RECORD).lines().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static Set<String> ownWords(CommandLine line) {
        Set<String> words = new LinkedHashSet<>(PLAIN_WORDS);
        for (StageId stage : StageId.values()) {
            words.add(stage.word());
        }
        line.getSubcommands().forEach((name, command) -> {
            words.add(name);
            for (OptionSpec option : command.getCommandSpec().options()) {
                for (String spelled : option.names()) {
                    words.add(spelled);
                    words.add(spelled.replaceFirst("^--?", ""));
                }
            }
            for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
                words.add(parameter.paramLabel());
            }
        });
        return words;
    }

    private void secrets(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (value.length() >= SHORTEST_SECRET
                    && SECRET_NAME.matcher(name.toUpperCase(Locale.ROOT)).matches()) {
                values.add(Kind.SECRET, List.of(value));
            }
        });
    }

    private void arguments(List<String> arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("-") && equals > 0) {
                value(argument.substring(equals + 1));
                values.add(Kind.ARGUMENT, List.of(argument.substring(0, equals)));
            } else {
                value(argument);
                if (argument.matches("-[a-zA-Z][^-].*")) { // a short option and its value in one word
                    value(argument.substring(2));
                }
            }
        }
    }

    private void runFileLine(String text) {
        int colon = text.indexOf(':');
        if (colon >= 0) {
            value(unquoted(text.substring(colon + 1)));
        }
        for (String word : text.strip().split("\\s+", -1)) {
            value(unquoted(word.endsWith(":") ? word.substring(0, word.length() - 1) : word));
        }
    }

    /** Adds what the user has written into price sheets, their own included. */
    private void prices(List<String> named) {
        List<String> files = new ArrayList<>(named);
        Path own = PriceSheets.ownFile(System.getenv());
        if (own != null) {
            files.add(own.toString());
        }
        files.stream()
                .filter(SensitiveValues::isFile)
                .flatMap(file -> lines(Path.of(file)).stream())
                .flatMap(line -> OwnWords.ofPriceSheet(line).stream())
                .forEach(word -> values.add(Kind.ARGUMENT, List.of(word)));
    }

    /** The files named by an option in the arguments or the run file. */
    private static List<String> named(String option, List<String> arguments, List<String> runFile) {
        List<String> sheets = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(option) && i + 1 < arguments.size()) {
                sheets.add(arguments.get(i + 1));
            } else if (arguments.get(i).startsWith(option + "=")) {
                sheets.add(arguments.get(i).substring(option.length() + 1));
            }
        }
        String name = option.substring(2) + ":";
        runFile.stream()
                .filter(line -> line.strip().startsWith(name))
                .forEach(line -> sheets.add(unquoted(line.strip().substring(name.length()))));
        return sheets;
    }

    /** Adds the sample names of a sheet, and its paths both as written and as resolved. */
    private void sheet(String text) {
        if (!isFile(text)) {
            return;
        }
        Path file = Path.of(text);
        for (String line : lines(file)) {
            for (String cell : line.split("[,\t]", -1)) {
                String plain = unquoted(cell);
                value(plain);
                if (!plain.isEmpty() && isFile(file.resolveSibling(plain).toString())) {
                    path(file.resolveSibling(plain).toString());
                }
            }
        }
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^[\"']|[\"']$", "");
    }

    private void value(String text) {
        if (text.startsWith("-") && !text.contains("/")) {
            values.add(Kind.ARGUMENT, List.of(text));
        } else if (text.matches(".*[/\\\\.].*") || isFile(text)) {
            path(text);
        } else {
            values.add(Kind.ARGUMENT, List.of(text));
        }
    }

    private static boolean isFile(String text) {
        try {
            return !text.isEmpty() && Files.exists(Path.of(text));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    /**
     * Adds a path in every form that a message may use: as typed, absolute, with links resolved, its file name, and
     * that without its extension.
     */
    private void path(String text) {
        Set<String> forms = new LinkedHashSet<>(List.of(text));
        try {
            Path path = Path.of(text);
            Path absolute = path.toAbsolutePath();
            forms.addAll(List.of(
                    path.toString(), absolute.toString(), absolute.normalize().toString()));
            Path name = absolute.normalize().getFileName();
            if (name != null) {
                forms.add(name.toString());
                forms.add(name.toString().replaceFirst("(?<=.)\\..*", ""));
            }
            if (Files.exists(path)) {
                forms.add(path.toRealPath().toString());
            }
        } catch (InvalidPathException | IOException formsSoFar) {
            forms.add(text);
        }
        values.add(Kind.PATH, forms);
        parents(text);
    }

    private void parents(String text) {
        try {
            for (Path up = Path.of(text).normalize().getParent(); up != null; up = up.getParent()) {
                if (up.getFileName() != null) {
                    values.add(Kind.PATH, List.of(up.toString()));
                }
            }
        } catch (InvalidPathException noPath) {
            values.add(Kind.PATH, List.of(text));
        }
    }

    private void machine() {
        for (String property : List.of("user.home", "user.dir", "java.io.tmpdir", "java.home")) {
            folder(System.getProperty(property));
        }
        for (String variable :
                List.of("HOME", "VIRNUC_CACHE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HF_HOME")) {
            folder(System.getenv(variable));
        }
        List<String> users = present(System.getProperty("user.name"), System.getenv("USER"), System.getenv("LOGNAME"));
        users.forEach(user -> values.add(Kind.USER, List.of(user)));
        hosts().forEach(host -> values.add(Kind.HOST, List.of(host)));
    }

    private void folder(@Nullable String path) {
        if (path != null && Path.of(path).getFileName() != null) {
            values.add(Kind.PATH, List.of(path));
        }
    }

    /** The host names known to the system, without asking the network. */
    private static List<String> hosts() {
        List<String> names = new ArrayList<>(present(System.getenv("HOSTNAME"), System.getenv("COMPUTERNAME")));
        Path file = Path.of("/etc/hostname");
        if (Files.isReadable(file)) {
            lines(file).forEach(name -> names.addAll(present(name.strip())));
        }
        List<String> shortNames =
                names.stream().map(name -> name.replaceFirst("\\..*", "")).toList();
        names.addAll(shortNames);
        names.remove("localhost");
        return names;
    }

    private static List<String> present(@Nullable String... values) {
        return Arrays.stream(values)
                .filter(value -> value != null && !value.isBlank())
                .map(String::valueOf)
                .toList();
    }
}
