package org.virnuc.models.checkpoint;

import static org.virnuc.models.checkpoint.TorchRefusal.quote;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.checkpoint.PickleValue.Dict;
import org.virnuc.models.checkpoint.PickleValue.Instance;
import org.virnuc.models.checkpoint.PickleValue.Int;
import org.virnuc.models.checkpoint.PickleValue.Opaque;
import org.virnuc.models.checkpoint.PickleValue.Sequence;
import org.virnuc.models.checkpoint.PickleValue.Sequence.Form;
import org.virnuc.models.checkpoint.PickleValue.Text;

/**
 * Builds plain data for the opcodes that would run code in Python: REDUCE, NEWOBJ, BUILD and BINPERSID. Each allowed
 * name has a fixed meaning and a fixed number of arguments; anything else is refused.
 */
final class PickleBuilder {

    private final PickleInput input;
    private final PickleSteps steps;
    private final PickleStorages storages;

    PickleBuilder(PickleInput input, PickleSteps steps, PickleStorages storages) {
        this.input = input;
        this.steps = steps;
        this.storages = storages;
    }

    /** The result of a call. */
    PickleValue reduce(PickleValue callee, PickleValue arguments) {
        PickleGlobal global = global(callee, "calls");
        List<PickleValue> given = sequence(arguments, "the arguments of " + global.name());
        return switch (global.role()) {
            case ORDERED_DICT -> dict(given, global);
            case DICT -> empty(given, global, new Dict());
            case LIST -> copy(Form.LIST, given, global);
            case TUPLE, SIZE -> copy(Form.TUPLE, given, global);
            case SET -> copy(Form.SET, given, global);
            case DEVICE -> device(given, global);
            case TENSOR -> tensor(given, global);
            case PARAMETER -> parameter(given, global);
            case DTYPE, STORAGE, NAMESPACE, MODULE ->
                throw input.unsupported("calls " + global.name() + ", which is kept as data only");
        };
    }

    /** A new object: one of the attribute maps, without arguments. */
    PickleValue newObject(PickleValue type, PickleValue arguments) {
        PickleGlobal global = global(type, "makes an object of");
        List<PickleValue> given = sequence(arguments, "the arguments of " + global.name());
        return switch (global.role()) {
            case NAMESPACE, MODULE -> empty(given, global, new Instance(global));
            default -> throw input.unsupported("makes an object of " + global.name());
        };
    }

    /**
     * Sets the state of an object: the attributes of an attribute map. The state of a dict (its {@code _metadata}) is
     * dropped.
     */
    void build(PickleValue target, PickleValue state) {
        if (!(state instanceof Dict attributes)) {
            throw input.unsupported("gives " + target.kind() + " a state that is not a dict but " + state.kind());
        }
        if (target instanceof Instance instance) {
            if (!instance.build(attributes)) {
                throw input.damaged("gives " + target.kind() + " a state twice");
            }
        } else if (!(target instanceof Dict)) {
            throw input.unsupported("gives " + target.kind() + " a state");
        }
    }

    /** The storage for a persistent id, which must have the form ('storage', type, key, location, elements). */
    TorchStorage persistent(PickleValue id) {
        if (id instanceof Sequence tuple
                && tuple.items().size() == 5
                && tuple.items().get(0) instanceof Text tag
                && tag.value().equals("storage")
                && tuple.items().get(1) instanceof PickleGlobal type
                && type.element() != null
                && tuple.items().get(2) instanceof Text key
                && tuple.items().get(3) instanceof Text
                && tuple.items().get(4) instanceof Int elements) {
            return storages.find(type.element(), key.value(), elements.value());
        }
        throw input.unsupported("refers to something outside of the pickle that is not a storage");
    }

    private PickleValue dict(List<PickleValue> given, PickleGlobal global) {
        arity(given, 0, 1, global);
        Dict dict = new Dict();
        if (!given.isEmpty()) {
            for (PickleValue pair : sequence(given.get(0), "the entries of an OrderedDict")) {
                List<PickleValue> entry = sequence(pair, "an entry of an OrderedDict");
                if (entry.size() != 2) {
                    throw input.damaged("an entry of an OrderedDict has " + entry.size() + " values");
                }
                steps.take(1);
                put(dict, entry.get(0), entry.get(1));
            }
        }
        return dict;
    }

    private PickleValue copy(Form form, List<PickleValue> given, PickleGlobal global) {
        arity(given, 0, 1, global);
        List<PickleValue> items = given.isEmpty() ? List.of() : sequence(given.get(0), "the items of " + global.name());
        steps.take(items.size());
        return new Sequence(form, new ArrayList<>(items));
    }

    private PickleValue device(List<PickleValue> given, PickleGlobal global) {
        arity(given, 1, 2, global);
        return new Opaque(given.get(0) instanceof Text text ? "device " + text.value() : "device");
    }

    /** Arguments: storage, offset, shape, stride; then requires_grad, hooks and metadata, which are ignored. */
    private PickleValue tensor(List<PickleValue> given, PickleGlobal global) {
        arity(given, 4, 7, global);
        if (!(given.get(0) instanceof TorchStorage storage) || !(given.get(1) instanceof Int offset)) {
            throw input.damaged(global.name() + " of " + given.get(0).kind() + " and "
                    + given.get(1).kind() + " instead of a storage and an offset");
        }
        return TorchTensor.checked(storage, offset.value(), extents(given.get(2)), extents(given.get(3)), input);
    }

    /** Arguments: the tensor; then requires_grad, hooks and state, which are ignored. */
    private PickleValue parameter(List<PickleValue> given, PickleGlobal global) {
        arity(given, 3, 4, global);
        if (!(given.get(0) instanceof TorchTensor tensor)) {
            throw input.damaged(global.name() + " of " + given.get(0).kind() + " instead of a tensor");
        }
        return tensor;
    }

    private List<Long> extents(PickleValue tuple) {
        List<PickleValue> items = sequence(tuple, "a shape or stride");
        if (items.size() > PickleBounds.MAX_RANK) {
            throw input.damaged("a tensor of " + items.size() + " dimensions");
        }
        List<Long> extents = new ArrayList<>();
        for (PickleValue item : items) {
            if (!(item instanceof Int extent)) {
                throw input.damaged("a shape or stride holds " + item.kind() + " instead of int");
            }
            extents.add(extent.value());
        }
        return extents;
    }

    /**
     * Adds an entry with its key as text. A key that is already set is refused, because no pickler sets a key twice.
     */
    void put(Dict dict, PickleValue key, PickleValue value) {
        String text = PickleKeys.text(key, input);
        if (dict.entries().putIfAbsent(text, value) != null) {
            throw input.damaged("a dict sets the key " + quote(text) + " twice");
        }
    }

    private PickleGlobal global(PickleValue callee, String verb) {
        if (callee instanceof PickleGlobal global) {
            return global;
        }
        throw input.damaged(verb + " " + callee.kind());
    }

    private List<PickleValue> sequence(PickleValue value, String what) {
        if (value instanceof Sequence sequence) {
            return sequence.items();
        }
        throw input.damaged(what + " are not a list or tuple but " + value.kind());
    }

    private PickleValue empty(List<PickleValue> given, PickleGlobal global, PickleValue result) {
        arity(given, 0, 0, global);
        return result;
    }

    private void arity(List<PickleValue> given, int least, int most, PickleGlobal global) {
        if (given.size() < least || given.size() > most) {
            throw input.damaged(global.name() + " is given " + given.size() + " arguments");
        }
    }
}
