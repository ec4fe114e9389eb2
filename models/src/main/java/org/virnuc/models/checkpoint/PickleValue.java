package org.virnuc.models.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that the unpickler can build: data only, nothing that acts. Containers are classes, not records, because a
 * pickle may put a list into itself, and a record's {@code hashCode} or {@code toString} would then never end.
 */
sealed interface PickleValue
        permits PickleValue.Scalar, PickleValue.Container, PickleGlobal, TorchStorage, TorchTensor {

    /** What it is, in Python's words, for messages; never its content. */
    String kind();

    /** A value without parts. */
    sealed interface Scalar extends PickleValue {}

    /** A value with parts, which may be shared with other containers. */
    sealed interface Container extends PickleValue {}

    /** Python's {@code None}. */
    enum None implements Scalar {
        NONE;

        @Override
        public String kind() {
            return "None";
        }
    }

    /** A string; also an integer that does not fit into 64 bits, in decimal. */
    record Text(String value) implements Scalar {
        @Override
        public String kind() {
            return "str";
        }
    }

    /** An integer of 64 bits. */
    record Int(long value) implements Scalar {
        @Override
        public String kind() {
            return "int";
        }
    }

    /** A float. */
    record Real(double value) implements Scalar {
        @Override
        public String kind() {
            return "float";
        }
    }

    /** A bool. */
    record Bool(boolean value) implements Scalar {
        @Override
        public String kind() {
            return "bool";
        }
    }

    /** Something that is known only by a description, such as a dtype, a device or bytes. */
    record Opaque(String description) implements Scalar {
        @Override
        public String kind() {
            return "an opaque value";
        }
    }

    /** A list, tuple or set, its items in the order of the file. */
    final class Sequence implements Container {

        /** Which of the three. */
        enum Form {
            LIST,
            TUPLE,
            SET
        }

        private final Form form;
        private final List<PickleValue> items;

        Sequence(Form form, List<PickleValue> items) {
            this.form = form;
            this.items = items;
        }

        static Sequence empty(Form form) {
            return new Sequence(form, new ArrayList<>(0));
        }

        Form form() {
            return form;
        }

        List<PickleValue> items() {
            return items;
        }

        @Override
        public String kind() {
            return form.name().toLowerCase(Locale.ROOT);
        }
    }

    /** A dict; keys are scalars, kept as the text that Python's {@code str} gives. */
    final class Dict implements Container {

        private final Map<String, PickleValue> entries = new LinkedHashMap<>();

        Map<String, PickleValue> entries() {
            return entries;
        }

        @Override
        public String kind() {
            return "dict";
        }
    }

    /** An object of an allowed class, of which only the attributes are kept. */
    final class Instance implements Container {

        private final PickleGlobal type;
        private @Nullable Dict attributes;

        Instance(PickleGlobal type) {
            this.type = type;
        }

        PickleGlobal type() {
            return type;
        }

        Map<String, PickleValue> attributes() {
            return attributes == null ? Map.of() : attributes.entries();
        }

        /** Gives the object its attributes; false if it has them already. */
        boolean build(Dict state) {
            boolean first = attributes == null;
            attributes = first ? state : attributes;
            return first;
        }

        @Override
        public String kind() {
            return type.name();
        }
    }
}
