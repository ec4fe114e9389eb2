package org.virnuc.telemetry.redact;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * Replaces sensitive parts of a text by words for their kind: {@code <path-1>}, {@code <id>}, {@code <host>}. Two
 * things are sensitive: values known in advance, wherever they occur, and anything that looks like a path, an address
 * or a secret or that stands in quotes, because messages quote what they take from user data. Known values are
 * numbered, so that a reader can tell them apart. A redactor may also put a program's own {@linkplain #naming names}
 * into its texts. Thread-safe.
 */
@PublicApi
public final class Redactor {
    private static final Redactor OFF = new Redactor(Map.of(), Set.of(), false, UnaryOperator.identity());
    private static final int MOST_CAUSES = 50;

    private static final Pattern COMMAND = Pattern.compile("^([a-z]+(?: [a-z]+)?)(?: .*)?$", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("<[a-z]+(?:-[0-9]+)?>");
    /** A single character, or a byte as messages spell it. It reveals nothing and helps in finding a fault. */
    private static final Pattern TINY = Pattern.compile(".?|\\\\x[0-9a-f]{2}");

    private static final Pattern QUOTED =
            Pattern.compile("(record |frame )?(?<![\\p{L}\\p{N}])(?:'([^'\\n]*)'|\"([^\"\\n]*)\")");
    private static final Pattern SECRET =
            Pattern.compile("\\b(?:hf_|sk-|sk_|pk-|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AKIA|eyJ)[\\p{Alnum}_.-]{8,}"
                    + "|(?i:\\b(?:bearer|basic)\\s+)[\\p{Alnum}_.~+/=-]{6,}");
    private static final Pattern URL = Pattern.compile("\\b(?:\\p{Alpha}[\\p{Alnum}+.-]+:)+/+[^\\s'\"<>]+");
    private static final Pattern MAIL = Pattern.compile("[\\p{Alnum}._%+-]+@[\\p{Alnum}-]+(?:\\.[\\p{Alnum}-]+)+");
    private static final Pattern ADDRESS = Pattern.compile("/?\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b");
    private static final String TAIL = "[^\\s'\"<>|;,():]";
    private static final Pattern PATH = Pattern.compile("(?<![\\p{L}\\p{N}<>/.~\\\\-])(?:(?:\\.{1,2}|~\\w*)?/" + TAIL
            + "+|\\p{Alpha}:[\\\\/]" + TAIL + "+|\\\\\\\\" + TAIL + "+)");
    /** Names of files below a run directory. The program chose these names, so they are not sensitive. */
    private static final Pattern OWN_TAIL =
            Pattern.compile("/work(?:/[0-9]{2}-[a-z0-9-]+-[0-9a-f]{12}(?:/[a-z0-9_]+\\.[a-z0-9.]+)?)?");

    private final Map<String, String> tokens;
    private final Set<String> kept;
    private final boolean on;
    private final UnaryOperator<String> names;
    private final @Nullable Pattern known;

    private Redactor(Map<String, String> tokens, Set<String> kept, boolean on, UnaryOperator<String> names) {
        this.tokens = Map.copyOf(tokens);
        this.kept = Set.copyOf(kept);
        this.on = on;
        this.names = names;
        this.known = pattern(tokens.keySet());
    }

    /** Returns a redactor that changes nothing. */
    public static Redactor off() {
        return OFF;
    }

    /** Starts a redactor. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns this redactor, whose texts first go through {@code program}: it replaces a field in backquotes by what a
     * user of the program knows, such as an option of the command line. Values, paths and ids stay as they are.
     */
    public Redactor naming(UnaryOperator<String> program) {
        return new Redactor(tokens, kept, on, program);
    }

    /** Returns whether this redactor replaces anything. */
    public boolean on() {
        return on;
    }

    /** Returns the text with sensitive parts replaced. */
    public String text(String text) {
        return text(text, null, List.of());
    }

    /**
     * Returns the text with sensitive parts replaced. Files named by the causes of {@code error} are replaced whatever
     * their names look like.
     */
    public String text(String text, @Nullable Throwable error) {
        return text(text, error, List.of());
    }

    /**
     * Returns the text with sensitive parts replaced. Files named by the causes of {@code error}, and {@code paths},
     * are replaced whatever they look like.
     */
    public String text(String text, @Nullable Throwable error, Collection<String> paths) {
        String named = names.apply(text);
        return on && !named.isEmpty() ? hidden(named, error, paths) : named;
    }

    private String hidden(String text, @Nullable Throwable error, Collection<String> paths) {
        String result = known(text);
        for (String path : longestFirst(pathsIn(error, paths))) {
            result = result.replace(path, "<path>");
        }
        result = replace(SECRET, result, match -> "<secret>");
        result = replace(URL, result, match -> "<url>");
        result = replace(MAIL, result, match -> "<user>");
        result = replace(QUOTED, result, this::quoted);
        result = replace(ADDRESS, result, match -> "<host>");
        return replace(PATH, result, match -> "<path>");
    }

    /** Replaces a path, whatever it looks like. */
    public String path(String path) {
        if (!on) {
            return path;
        }
        String token = tokens.get(path);
        return token == null ? "<path>" : token;
    }

    /** Returns a command line without its arguments: {@code virnuc predict <arguments>}. */
    public String command(String command) {
        if (!on) {
            return command;
        }
        Matcher words = COMMAND.matcher(command);
        return words.matches() ? words.group(1) + " <arguments>" : "<arguments>";
    }

    /** Replaces the id of a sequence, whatever it looks like. */
    public String id(String id) {
        return on ? "<id>" : id;
    }

    /** Replaces the id that a provider gave to a request; null stays null. */
    public @Nullable String request(@Nullable String id) {
        return on && id != null ? "<request>" : id;
    }

    /** Redacts a value of any type. Text is redacted, also inside lists and maps; keys and numbers stay. */
    public @Nullable Object value(@Nullable Object value) {
        if (!on || value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Collection<?> all) {
            List<@Nullable Object> redacted = new ArrayList<>();
            all.forEach(one -> redacted.add(value(one)));
            return redacted;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
            map.forEach((name, one) -> redacted.put(hidden(String.valueOf(name), null, List.of()), value(one)));
            return redacted;
        }
        return hidden(value.toString(), null, List.of());
    }

    private String known(String text) {
        return known == null
                ? text
                : replace(known, text, match -> {
                    String token = tokens.getOrDefault(match.group(1), "<value>");
                    String tail = match.group(2);
                    return tail != null && OWN_TAIL.matcher(tail).matches() ? token + tail : token;
                });
    }

    private String quoted(MatchResult match) {
        String before = match.group(1) == null ? "" : match.group(1);
        String inside = match.group(2) == null ? String.valueOf(match.group(3)) : match.group(2);
        if (kept.contains(inside)
                || TINY.matcher(inside).matches()
                || TOKEN.matcher(inside).matches()) {
            return match.group();
        }
        return before + (before.isEmpty() ? "<text>" : "<id>");
    }

    private static Set<String> pathsIn(@Nullable Throwable error, Collection<String> paths) {
        Set<String> all = new TreeSet<>(paths);
        @Nullable Throwable inner = error;
        for (int depth = 0; inner != null && depth < MOST_CAUSES; depth++) {
            if (inner instanceof FileSystemException files) {
                add(files.getFile(), all);
                add(files.getOtherFile(), all);
            }
            inner = inner.getCause();
        }
        all.removeIf(path -> path.length() < 2);
        return all;
    }

    private static void add(@Nullable String path, Set<String> to) {
        if (path != null) {
            to.add(path);
        }
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(by.apply(match)));
    }

    /** Matches known values that are not part of a longer word, together with the rest of a path after them. */
    private static @Nullable Pattern pattern(Set<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        StringBuilder any = new StringBuilder("(?<![\\p{L}\\p{N}])(");
        longestFirst(values).forEach(value -> any.append(Pattern.quote(value)).append('|'));
        any.setLength(any.length() - 1);
        return Pattern.compile(any + ")(?![\\p{L}\\p{N}])([/\\\\]" + TAIL + "*)?");
    }

    private static List<String> longestFirst(Collection<String> values) {
        return values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Collects what a redactor knows in advance. */
    public static final class Builder {
        private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9.,+-]{0,6}");

        private final Map<String, String> tokens = new LinkedHashMap<>();
        private final Map<Kind, Integer> counts = new LinkedHashMap<>();
        private final Set<String> kept = new TreeSet<>();

        private Builder() {}

        /** Keeps texts that belong to the program, even in quotes. A value that equals one of them is not sensitive. */
        public Builder keep(Collection<String> texts) {
            kept.addAll(texts);
            return this;
        }

        /**
         * Adds a sensitive value.
         *
         * @param forms the forms in which the value may occur, which share one number; forms that are too short are
         *     ignored
         */
        public Builder add(Kind kind, Collection<String> forms) {
            List<String> fresh = forms.stream()
                    .filter(form -> form.strip().length() > 1 && !kept.contains(form))
                    .filter(form -> !SHORT_NUMBER.matcher(form).matches() && !tokens.containsKey(form))
                    .distinct()
                    .toList();
            if (!fresh.isEmpty()) {
                String token = "<" + kind.word() + "-" + counts.merge(kind, 1, Integer::sum) + ">";
                fresh.forEach(form -> tokens.put(form, token));
            }
            return this;
        }

        /** Builds the redactor. */
        public Redactor build() {
            return new Redactor(tokens, kept, true, UnaryOperator.identity());
        }
    }
}
