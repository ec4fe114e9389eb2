package org.virnuc.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The sections of a long list of options, in the order of the help and the manual. */
enum Section {
    INPUT("Input"),
    MODEL("Model"),
    TRAINING("Training"),
    CALLS("Calls"),
    OUTPUT("Output"),
    COMPUTE("Compute"),
    COST("Cost"),
    TELEMETRY("Telemetry and messages"),
    GENERAL("General");

    /** The longest list of options that is shown without sections. */
    private static final int SHORT_LIST = 15;

    private final String title;

    Section(String title) {
        this.title = title;
    }

    /** Assigns the options of a class, or the option of a field, to a section. A field overrides its class. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.FIELD})
    @interface Of {
        Section value();
    }

    /** The heading. */
    String title() {
        return title;
    }

    /** The visible options of a command by section, without empty sections; nothing for a command with few options. */
    static Map<Section, List<OptionSpec>> of(CommandSpec command) {
        Map<Section, List<OptionSpec>> sections = new EnumMap<>(Section.class);
        if (command.options().size() > SHORT_LIST) {
            for (OptionSpec option : command.options()) {
                if (!option.hidden()) {
                    sections.computeIfAbsent(of(option), first -> new ArrayList<>())
                            .add(option);
                }
            }
        }
        return sections;
    }

    /** The section of an option: that of its field, else of the field's class, else the general one. */
    static Section of(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return GENERAL;
        }
        @Nullable Of own = field.getAnnotation(Of.class);
        @Nullable Of shared = own == null ? field.getDeclaringClass().getAnnotation(Of.class) : own;
        return shared == null ? GENERAL : shared.value();
    }
}
