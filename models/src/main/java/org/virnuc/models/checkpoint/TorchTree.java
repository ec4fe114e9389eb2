package org.virnuc.models.checkpoint;

import static org.virnuc.models.checkpoint.TorchRefusal.quote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.checkpoint.PickleGlobal.Role;

/**
 * Splits the value of a pickle into named tensors and a tree of everything else. The tree is a copy without sharing or
 * cycles, limited in depth, number of values and text, so that callers can print or compare it safely.
 */
final class TorchTree {

    /** The key under which a module's metadata contains the name of its class. */
    static final String CLASS_KEY = "__class__";

    /** Stands for a tensor; tensors are not part of the tree. */
    private static final Object TENSOR = new Object();

    private final TorchRefusal refusal;
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    private int depth;
    private int values;
    private long text;

    private TorchTree(TorchRefusal refusal) {
        this.refusal = refusal;
    }

    /**
     * The two parts of a checkpoint.
     *
     * @param tensors tensors by path, such as {@code model.layers.0.weight}; those of a module have the names of its
     *     state dict
     * @param metadata maps, lists, String, Long, Double, Boolean, and null for None
     */
    record Parts(Map<String, TorchTensor> tensors, Map<String, @Nullable Object> metadata) {}

    static Parts parts(PickleValue root, TorchRefusal refusal) {
        TorchTree tree = new TorchTree(refusal);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        if (root instanceof PickleValue.Dict dict) {
            tree.entries(dict.entries(), "", metadata);
        } else if (root instanceof PickleValue.Instance instance) {
            tree.instance(instance, "", metadata);
        } else if (root instanceof PickleValue.Sequence sequence) {
            tree.entries(tree.numbered(sequence.items()), "", metadata);
        } else {
            throw refusal.damaged("holds " + root.kind() + " where a state dict or module is expected");
        }
        return new Parts(Collections.unmodifiableMap(tree.tensors), Collections.unmodifiableMap(metadata));
    }

    private void entries(Map<String, PickleValue> entries, @Nullable String path, Map<String, @Nullable Object> into) {
        enter();
        for (Map.Entry<String, PickleValue> entry : entries.entrySet()) {
            String key = entry.getKey();
            spend(key);
            Object plain = plain(entry.getValue(), below(path, key, entry.getValue()));
            if (plain != TENSOR) {
                into.put(key, plain);
            }
        }
        depth--;
    }

    /**
     * Converts a value to plain Java objects. Its tensors are registered under the path, or ignored if the path is
     * null.
     */
    private @Nullable Object plain(PickleValue value, @Nullable String path) {
        if (value instanceof TorchTensor tensor) {
            register(tensor, path);
            return TENSOR;
        }
        if (value instanceof PickleValue.Sequence sequence) {
            return items(sequence.items(), path);
        }
        if (value instanceof PickleValue.Dict dict) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries(dict.entries(), path, map);
            return Collections.unmodifiableMap(map);
        }
        if (value instanceof PickleValue.Instance instance) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            instance(instance, path, map);
            return Collections.unmodifiableMap(map);
        }
        return scalar(value);
    }

    private List<@Nullable Object> items(List<PickleValue> items, @Nullable String path) {
        enter();
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            PickleValue item = items.get(i);
            spend(1);
            Object plain = plain(item, below(path, Integer.toString(i), item));
            if (plain != TENSOR) {
                list.add(plain);
            }
        }
        depth--;
        return Collections.unmodifiableList(list);
    }

    private @Nullable Object scalar(PickleValue value) {
        if (value instanceof PickleValue.Text string) {
            spend(string.value());
            return string.value();
        }
        if (value instanceof PickleValue.Opaque opaque) {
            spend(opaque.description());
            return opaque.description();
        }
        if (value instanceof PickleValue.Int number) {
            return number.value();
        }
        if (value instanceof PickleValue.Real number) {
            return number.value();
        }
        if (value instanceof PickleValue.Bool bool) {
            return bool.value();
        }
        return value == PickleValue.None.NONE ? null : value.kind();
    }

    private void instance(PickleValue.Instance instance, @Nullable String path, Map<String, @Nullable Object> into) {
        if (instance.type().role() == Role.NAMESPACE) {
            entries(instance.attributes(), path, into);
        } else {
            enter();
            module(instance, path, into);
            depth--;
        }
    }

    /**
     * Registers a module's tensors under the names that {@code state_dict} gives them: parameters and persistent
     * buffers first, then those of submodules.
     */
    private void module(PickleValue.Instance module, @Nullable String path, Map<String, @Nullable Object> into) {
        Map<String, PickleValue> attributes = module.attributes();
        spend(attributes.size());
        Map<String, PickleValue> own = new LinkedHashMap<>(attributes);
        own.keySet().removeIf(key -> key.startsWith("_"));
        entries(own, null, into);
        state(attributes.get("_parameters"), path, Set.of(), into);
        state(attributes.get("_buffers"), path, texts(attributes.get("_non_persistent_buffers_set")), into);
        state(attributes.get("_modules"), path, Set.of(), into);
        into.put(CLASS_KEY, module.type().name());
    }

    private void state(
            @Nullable PickleValue part, @Nullable String path, Set<String> left, Map<String, @Nullable Object> into) {
        if (part instanceof PickleValue.Dict dict) {
            spend(dict.entries().size());
            Map<String, PickleValue> present = new LinkedHashMap<>(dict.entries());
            present.values().removeIf(value -> value == PickleValue.None.NONE);
            present.keySet().removeAll(left);
            entries(present, path, into);
        }
    }

    private Set<String> texts(@Nullable PickleValue set) {
        Set<String> texts = new HashSet<>();
        if (set instanceof PickleValue.Sequence sequence) {
            spend(sequence.items().size());
            for (PickleValue item : sequence.items()) {
                if (item instanceof PickleValue.Text name) {
                    texts.add(name.value());
                }
            }
        }
        return texts;
    }

    private void register(TorchTensor tensor, @Nullable String path) {
        if (path == null) {
            return;
        }
        spend(path);
        if (tensors.putIfAbsent(path, tensor) != null) {
            throw refusal.damaged("has two tensors named " + quote(path));
        }
    }

    /** The path of an entry; null for scalars, which need none. */
    private @Nullable String below(@Nullable String path, String key, PickleValue value) {
        if (path == null || value instanceof PickleValue.Scalar) {
            return null;
        }
        if (path.length() + 1 + key.length() > PickleBounds.MAX_TENSOR_NAME) {
            throw refusal.damaged("has a name of more than " + PickleBounds.MAX_TENSOR_NAME + " characters: "
                    + quote(path.isEmpty() ? key : path));
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private Map<String, PickleValue> numbered(List<PickleValue> items) {
        spend(items.size());
        Map<String, PickleValue> numbered = new LinkedHashMap<>();
        for (PickleValue item : items) {
            numbered.put(Integer.toString(numbered.size()), item);
        }
        return numbered;
    }

    private void enter() {
        depth++;
        if (depth > PickleBounds.MAX_DEPTH) {
            throw refusal.damaged("nests containers more than " + PickleBounds.MAX_DEPTH + " deep");
        }
    }

    private void spend(String characters) {
        text += characters.length();
        spend(1);
    }

    private void spend(int count) {
        values += count;
        if (values > PickleBounds.MAX_VALUES || text > PickleBounds.MAX_TEXT) {
            throw refusal.damaged("unfolds to more than " + PickleBounds.MAX_VALUES + " values or "
                    + PickleBounds.MAX_TEXT + " characters");
        }
    }
}
