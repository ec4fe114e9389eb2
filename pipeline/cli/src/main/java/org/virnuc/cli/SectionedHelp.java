package org.virnuc.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Shows the options of a command with many of them by {@link Section}. Picocli's own groups would do so too, but they
 * exclude mixins and parse their options apart from the others.
 */
final class SectionedHelp {
    private SectionedHelp() {}

    /** Sets how {@code line} and the commands below it list their options. */
    static void use(CommandLine line) {
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, SectionedHelp::options);
        line.getSubcommands().values().forEach(SectionedHelp::use);
    }

    private static String options(Help help) {
        CommandSpec command = help.commandSpec();
        Map<Section, List<OptionSpec>> sections = Section.of(command);
        if (sections.isEmpty()) {
            return help.optionList();
        }
        StringBuilder text = new StringBuilder();
        sections.forEach((section, options) -> {
            Help.Layout layout =
                    help.createDefaultLayout(command.options(), command.positionalParameters(), help.colorScheme());
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append(String.format("%n%s:%n", section.title())).append(layout);
        });
        return text.toString();
    }
}
