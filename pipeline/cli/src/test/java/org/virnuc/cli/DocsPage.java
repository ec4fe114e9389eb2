package org.virnuc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, by what tests look at: its blocks of code and its text.
 *
 * <p>A comment in the line before a block, which readers do not see, says what is done with it:
 *
 * <pre>
 * {@code <!-- not run: REASON -->}   commands that the build cannot run; REASON is one of {@link #REASONS}
 * {@code <!-- exit code N -->}       commands that end with that code
 * {@code <!-- output -->}            a block of text that the commands before it print
 * {@code <!-- first: COMMAND -->}    what is run before the commands of the page; what a reader has done by then
 * {@code <!-- not compared -->}      a block of text that is otherwise every time, or of another program
 * </pre>
 *
 * A block with a title, as in {@code ```yaml title="prices.yaml"}, is written to a file of that name.
 *
 * @param first what is run before the commands of the page
 * @param text everything outside of blocks
 */
record DocsPage(String name, List<String> first, List<Block> blocks, String text) {
    static final Path ROOT = Path.of("..", "..");

    /** Why commands are not run. */
    static final Set<String> REASONS = new TreeSet<>(Set.of(
            "gpu",
            "network",
            "cluster",
            "big models",
            "browser",
            "other program",
            "installation",
            "build",
            "long",
            "does not end"));

    private static final Pattern MARK =
            Pattern.compile("<!-- (not run|exit code|output|not compared)(?:: | )?(.*?) ?-->");
    private static final Pattern FIRST = Pattern.compile("<!-- first: (.*) -->");
    private static final Pattern FENCE = Pattern.compile("( *)```([a-z]*)(?: title=\"(.+)\")?");

    /**
     * A block of code.
     *
     * @param line the number of its first line
     * @param language such as {@code sh}; empty where none is given
     * @param title the file that it is; empty where it is none
     * @param mark what the comment before it says, such as {@code not run}; empty where there is none
     * @param markValue the rest of the comment, such as the reason
     */
    record Block(int line, String language, String title, String mark, String markValue, List<String> lines) {
        boolean runs() {
            return language.equals("sh") && !mark.equals("not run");
        }

        int exitCode() {
            return mark.equals("exit code") ? Integer.parseInt(markValue) : 0;
        }

        String script() {
            return String.join("\n", lines) + "\n";
        }
    }

    /** README and the pages in docs, in the order of their names. */
    static List<DocsPage> all() throws IOException {
        List<DocsPage> pages = new ArrayList<>(List.of(of("README.md")));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    pages.add(of("docs/" + file.getFileName()));
                }
            }
        }
        return pages;
    }

    static DocsPage of(String name) throws IOException {
        return parsed(name, Files.readAllLines(ROOT.resolve(name)));
    }

    static DocsPage parsed(String name, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        List<String> first = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int end = i + 1;
                while (!lines.get(end).equals(fence.group(1) + "```")) {
                    end++;
                }
                blocks.add(block(i + 1, fence, before, lines.subList(i + 1, end)));
                i = end;
                before = "";
            } else {
                before = lines.get(i);
                FIRST.matcher(before).results().forEach(found -> first.add(found.group(1)));
                text.append(before).append('\n');
            }
        }
        return new DocsPage(name, first, blocks, text.toString());
    }

    private static Block block(int line, Matcher fence, String before, List<String> lines) {
        Matcher mark = MARK.matcher(before.strip());
        boolean marked = mark.matches();
        String title = fence.group(3) == null ? "" : fence.group(3);
        int indent = fence.group(1).length();
        List<String> inner = lines.stream()
                .map(inside -> inside.length() < indent ? inside : inside.substring(indent))
                .toList();
        return new Block(line, fence.group(2), title, marked ? mark.group(1) : "", marked ? mark.group(2) : "", inner);
    }
}
