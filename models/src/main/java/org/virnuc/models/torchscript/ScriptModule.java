package org.virnuc.models.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.models.checkpoint.ElementType;

/** An object of a TorchScript class: its tensors and submodules by attribute name, in order. */
public final class ScriptModule {
    private final String className;
    private final String methods;
    private final boolean setsState;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();

    private ScriptModule(String className, String methods, boolean setsState) {
        this.className = className;
        this.methods = methods;
        this.setsState = setsState;
    }

    /**
     * A module without attributes.
     *
     * @param methods TorchScript source of the class's methods, indented by two spaces; must be the same for all
     *     objects of a class
     */
    public static ScriptModule of(String className, String methods) {
        return new ScriptModule(className, methods, false);
    }

    /** A module whose class has {@code __setstate__}, which takes a tuple of all attributes. */
    public static ScriptModule withState(String className, String methods) {
        return new ScriptModule(className, methods, true);
    }

    /** Adds a tensor, stored in this element type. */
    public ScriptModule tensor(String name, Weight weight, ElementType type) {
        attributes.put(name, new Tensor(weight, type));
        return this;
    }

    /** Adds an optional tensor, which other objects of the class may lack. */
    public ScriptModule optional(String name, Weight weight, ElementType type) {
        attributes.put(name, new OptionalTensor(new Tensor(weight, type)));
        return this;
    }

    /** Declares an optional tensor that this object does not have. */
    public ScriptModule absent(String name) {
        attributes.put(name, new Absent());
        return this;
    }

    /** Adds a submodule. */
    public ScriptModule module(String name, ScriptModule child) {
        attributes.put(name, new Child(child));
        return this;
    }

    String className() {
        return className;
    }

    boolean setsState() {
        return setsState;
    }

    Map<String, Attribute> attributes() {
        return attributes;
    }

    /** The source of this module's class, with the attribute types of this object. */
    String source() {
        List<String> buffers = new ArrayList<>();
        StringBuilder fields = new StringBuilder();
        attributes.forEach((name, attribute) -> {
            fields.append("  ")
                    .append(name)
                    .append(" : ")
                    .append(attribute.type())
                    .append('\n');
            if (attribute instanceof Tensor && !setsState) {
                buffers.add('"' + name + "\", ");
            }
        });
        return "class " + className + "(Module):\n  __parameters__ = []\n  __buffers__ = [" + String.join("", buffers)
                + "]\n  training : bool\n" + fields + methods;
    }

    /** The TorchScript type of the tuple that {@code __setstate__} takes: all attributes, and {@code training}. */
    static final String STATE = "Tuple[Tensor, Optional[Tensor], bool]";

    /** A value that an attribute can have. */
    sealed interface Attribute {
        /** The attribute's type in TorchScript source. */
        String type();
    }

    record Tensor(Weight weight, ElementType element) implements Attribute {
        @Override
        public String type() {
            return "Tensor";
        }
    }

    record OptionalTensor(Tensor tensor) implements Attribute {
        @Override
        public String type() {
            return "Optional[Tensor]";
        }
    }

    record Absent() implements Attribute {
        @Override
        public String type() {
            return "Optional[Tensor]";
        }
    }

    record Child(ScriptModule module) implements Attribute {
        @Override
        public String type() {
            return "__torch__." + module.className;
        }
    }
}
