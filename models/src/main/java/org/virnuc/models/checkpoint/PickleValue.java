package org.virnuc.models.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that the unpickler can build: plain data without behavior. Containers are classes and not records, because a
 * pickle may put a list into itself, and then a record's {@code hashCode} or {@code toString} would never end.
 */
sealed interface PickleValue
        permits PickleValue.Scalar, PickleValue.Container, PickleGlobal, TorchStorage, TorchTensor {

    /** The kind of value in Python's terms, for messages; never its content. */
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

    /** A string, or an integer that does not fit into 64 bits, in decimal. */
    record Text(String value) implements Scalar {
        @Override
        public String kind() {
            return "str";
        }
    }

    /** A 64-bit integer. */
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

    /** A value of which only a description is kept, such as a dtype, a device or bytes. */
    record Opaque(String description) implements Scalar {
        @Override
        public String kind() {
            return "an opaque value";
        }
    }

    /** A list, tuple or set, with its items in the order of the file. */
    final class Sequence implements Container {

        /** The kind of sequence. */
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

    /** A dict; its keys are scalars, stored as the text that Python's {@code str} gives. */
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

        /** Sets the object's attributes; returns false if it already has attributes. */
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
