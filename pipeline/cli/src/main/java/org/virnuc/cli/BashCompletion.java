package org.virnuc.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Generates the completion script for bash, which zsh runs, too: picocli's, with words that are looked up. */
final class BashCompletion {
    private static final String PLACEHOLDER = "virnuc-looks-up-";

    /** The list of an option or argument, with {@link #PLACEHOLDER} as its only word. */
    private static final Pattern LIST =
            Pattern.compile("  local (\\w+_args)=\\(\"" + PLACEHOLDER + "([a-z-]+)\"\\).*\\n");

    private static final String LOOKUP =
            """

            # Asks the program for words, such as names of models. None is better than a message while somebody types.
            function _virnuc_words() {
              "${COMP_WORDS[0]/#\\~/$HOME}" completion --words "$1" 2>/dev/null
            }
            """;

    private BashCompletion() {}

    /** The word that stands for words to look up, until {@link #script} replaces it. */
    static String placeholder(Choices choices) {
        return PLACEHOLDER + choices.word();
    }

    /** Returns the script for a command line whose choices are completion candidates. */
    static String script(CommandLine whole) {
        StringBuilder script = new StringBuilder();
        for (String function : AutoComplete.bash(whole.getCommandName(), whole).split("(?=\\nfunction )", -1)) {
            script.append(lookingUp(function));
        }
        return script.append(LOOKUP).toString();
    }

    /** Replaces lists of placeholders in a function by calls that are made only where their words are needed. */
    private static String lookingUp(String function) {
        Map<String, Choices> lists = new HashMap<>();
        String without = LIST.matcher(function).replaceAll(list -> {
            lists.put(list.group(1), choices(list));
            return "";
        });
        String script = without;
        for (Map.Entry<String, Choices> list : lists.entrySet()) {
            String words = "$(_virnuc_words " + list.getValue().word() + ")";
            String files = list.getValue().orFile() ? "; compgen -f -- \"${curr_word}\"" : "";
            script = script.replaceAll(
                    Pattern.quote("compReplyArray \"${" + list.getKey() + "[@]}\" "),
                    Matcher.quoteReplacement("compReplyArray " + words + files + " "));
        }
        return script;
    }

    private static Choices choices(MatchResult list) {
        for (Choices choices : Choices.values()) {
            if (choices.word().equals(list.group(2))) {
                return choices;
            }
        }
        throw new IllegalStateException("no choices " + list.group(2));
    }
}
