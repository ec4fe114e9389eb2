package org.virnuc.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** What a shell offers as the value of an option or argument: fixed words, or words looked up while the user types. */
enum Choices {
    BATCH_TOKENS("auto"),
    CALL_RULES("default broad"),
    CASCADE_RULES("chunks records"),
    DEVICES("auto cpu cuda"),
    EMIT_TYPES("progress call metric event"),
    ENGINES("local spark"),
    FALLBACKS("auto chunk-head none stretches dna stretches,dna"),
    LENGTHS("500 300"),
    PRECISIONS("auto fp32 bf16 fp16 int8"),
    PRESETS("default conservative sensitive"),
    READ_FORMATS("bam fastq bam,fastq"),
    READ_GROUPS("viral host viral,host"),
    STATUSES("running done failed cancelled crashed"),
    WRITTEN("viral host regions chunks scores none"),
    /** Packs, for {@code --model}. */
    PACKS(false),
    DNA_PARTS(true),
    PROTEIN_PARTS(true),
    HEADS(true),
    /** Everything with a name on this machine. */
    MODELS(false),
    /** Published models, for {@code models pull}. */
    PUBLISHED(false),
    /** Ids of the newest runs, or run directories. */
    RUNS(true);

    /** The fixed words, with spaces between. */
    private final String words;

    private final boolean orFile;

    Choices(String words) {
        this.words = words;
        this.orFile = false;
    }

    Choices(boolean orFile) {
        this.words = "";
        this.orFile = orFile;
    }

    /** Names the choices for the option or argument of a field. Nothing but completion reads it. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface Of {
        Choices value();
    }

    /** The fixed words; none if they are looked up. */
    List<String> words() {
        return words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
    }

    /** Whether the words have to be looked up. */
    boolean lookedUp() {
        return words.isEmpty();
    }

    /** Whether the name of a file is a value, too. */
    boolean orFile() {
        return orFile;
    }

    /** The name in a script, such as {@code dna-parts}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The choices of an option or argument, if any are named. */
    static Optional<Choices> of(ArgSpec argument) {
        return argument.userObject() instanceof Field field
                ? Optional.ofNullable(field.getAnnotation(Of.class)).map(Of::value)
                : Optional.empty();
    }
}
