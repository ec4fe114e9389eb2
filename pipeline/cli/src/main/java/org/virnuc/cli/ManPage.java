package org.virnuc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the manual page of one command, in roff with the man(7) macros.
 *
 * <p>The generator of picocli (picocli-codegen 4.7, tried) writes AsciiDoc, which only Asciidoctor with JRuby, 36 MB of
 * jars, turns into roff.
 */
final class ManPage {
    /** A line that starts a section of its own in the text after a command's help. */
    private static final Pattern HEADING = Pattern.compile("(Examples|Exit codes):(.*)");

    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** Returns the complete page. */
    static String of(CommandLine line) {
        ManPage page = new ManPage();
        CommandSpec spec = line.getCommandSpec();
        String[] description = spec.usageMessage().description();
        page.macro("TH " + name(spec).toUpperCase(Locale.ROOT) + " 1 \"\" \"virnuc " + Version.text()
                + "\" \"VirNuc manual\"");
        page.section("NAME");
        String purpose = String.format(description[0]);
        page.text(name(spec) + " \u2014 " + purpose.substring(0, purpose.length() - (purpose.endsWith(".") ? 1 : 0)));
        page.section("SYNOPSIS");
        page.literal(line.getHelp().abbreviatedSynopsis().strip());
        page.section("DESCRIPTION");
        page.text(purpose);
        for (int i = 1; i < description.length; i++) {
            page.macro("PP");
            page.text(String.format(description[i]));
        }
        page.parameters(spec.positionalParameters());
        page.options(spec);
        page.commands(line);
        page.footer(spec.usageMessage().footer());
        page.seeAlso(line);
        return page.page.toString();
    }

    /** The name of the page, such as {@code virnuc-runs-list}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private void parameters(List<PositionalParamSpec> parameters) {
        if (!parameters.isEmpty()) {
            section("ARGUMENTS");
        }
        for (PositionalParamSpec parameter : parameters) {
            item(parameter.paramLabel(), parameter.description());
        }
    }

    private void options(CommandSpec spec) {
        section("OPTIONS");
        Map<Section, List<OptionSpec>> sections = Section.of(spec);
        sections.forEach((section, options) -> {
            macro("SS " + section.title());
            options(options);
        });
        if (sections.isEmpty()) {
            options(spec.options());
        }
    }

    private void options(List<OptionSpec> options) {
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                item(String.join(", ", option.names()) + value, option.description());
            }
        }
    }

    private void commands(CommandLine line) {
        if (!line.getSubcommands().isEmpty()) {
            section("COMMANDS");
        }
        line.getSubcommands()
                .forEach((name, below) ->
                        item(name, below.getCommandSpec().usageMessage().description()));
    }

    private void item(String tag, String[] description) {
        macro("TP");
        literal(tag);
        for (String text : description) {
            text(String.format(text));
        }
    }

    /** Writes the footer: indented lines are literal, others are text. */
    private void footer(String[] lines) {
        boolean typed = false;
        for (String line : lines) {
            String shown = String.format(line);
            boolean example = shown.startsWith("  ");
            if (example != typed) {
                macro(example ? "nf" : "fi");
                typed = example;
            }
            Matcher heading = HEADING.matcher(shown);
            if (heading.matches()) {
                section(heading.group(1).equals("Examples") ? "EXAMPLES" : "EXIT STATUS");
                shown = heading.group(2).strip();
            }
            if (example) {
                literal(shown.strip());
            } else if (!shown.isEmpty()) {
                text(shown);
            }
        }
        if (typed) {
            macro("fi");
        }
    }

    private void seeAlso(CommandLine line) {
        List<String> names = new ArrayList<>();
        if (line.getParent() != null) {
            names.add(name(line.getParent().getCommandSpec()));
        }
        line.getSubcommands().values().forEach(below -> names.add(name(below.getCommandSpec())));
        if (!names.isEmpty()) {
            section("SEE ALSO");
            text(String.join("(1), ", names) + "(1)");
        }
    }

    private void section(String title) {
        macro("SH " + title);
    }

    private void macro(String line) {
        page.append('.').append(line).append('\n');
    }

    private void text(String text) {
        line(escaped(text));
    }

    /** Writes text with minus signs instead of hyphens, so that it can be pasted into a shell. */
    private void literal(String text) {
        line(escaped(text).replace("-", "\\-"));
    }

    private void line(String escaped) {
        boolean macro = escaped.startsWith(".") || escaped.startsWith("'");
        page.append(macro ? "\\&" : "").append(escaped).append('\n');
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\e");
                case '\n' -> out.append(' ');
                case '^' -> out.append("\\(ha");
                case '~' -> out.append("\\(ti");
                case '\'' -> out.append("\\(aq");
                case '\u2014' -> out.append("\\-");
                default -> {
                    if (c < 0x80) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format("\\[u%04X]", c));
                    }
                }
            }
        });
        return out.toString();
    }
}
