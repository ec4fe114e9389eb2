package org.virnuc.models.checkpoint;

import static java.util.Map.entry;
import static org.virnuc.models.checkpoint.TorchRefusal.quote;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.virnuc.models.checkpoint.PickleGlobal.Role;

/**
 * The allow-list: every name that a checkpoint may refer to, with the reason. Each stands for plain data, see
 * {@link PickleValue}; no name leads to a class or function of this JVM. Any other name is refused with an error that
 * names it, even if the pickle would never call it.
 */
final class PickleGlobals {

    private static final Map<String, Role> ROLES = Map.ofEntries(
            // A state dict is one; every tensor also has an empty one for its backward hooks.
            entry("collections.OrderedDict", Role.ORDERED_DICT),
            // A module's _non_persistent_buffers_set; Python writes the others for subclasses and empty containers.
            entry("builtins.set", Role.SET),
            entry("builtins.frozenset", Role.SET),
            entry("builtins.list", Role.LIST),
            entry("builtins.tuple", Role.TUPLE),
            entry("builtins.dict", Role.DICT),
            // How torch.save writes every tensor. The name without _v2 is older; a parameter wraps one of the two.
            entry("torch._utils._rebuild_tensor", Role.TENSOR),
            entry("torch._utils._rebuild_tensor_v2", Role.TENSOR),
            entry("torch._utils._rebuild_parameter", Role.PARAMETER),
            entry("torch._utils._rebuild_parameter_with_state", Role.PARAMETER),
            // Configs contain shapes and devices; both are kept as data.
            entry("torch.Size", Role.SIZE),
            entry("torch.device", Role.DEVICE),
            // fair-esm's cfg, which contains the sizes of the model.
            entry("argparse.Namespace", Role.NAMESPACE),
            // VirNucPro's published head, a whole module pickled by a script.
            entry("__main__.MLPClassifier", Role.MODULE));

    /**
     * Layers inside a pickled module, kept as their attributes. Only class names match, not functions of these
     * packages.
     */
    private static final Pattern LAYER =
            Pattern.compile("torch\\.nn\\.modules\\.[a-z_]{1,40}\\.[A-Z][A-Za-z0-9]{0,60}");

    /** Storages, which name the element type of a tensor, and dtypes, which name that of a config. */
    private static final Map<String, PickleGlobal> ELEMENTS = elements();

    private PickleGlobals() {}

    /** The meaning of a name; any name that is not allowed is refused. */
    static PickleGlobal resolve(String module, String name, TorchRefusal refusal) {
        // Protocol 2 refers to Python 3's builtins by their Python 2 name.
        String full = (module.equals("__builtin__") ? "builtins" : module) + "." + name;
        PickleGlobal element = ELEMENTS.get(full);
        if (element != null) {
            return element;
        }
        Role role = ROLES.get(full);
        if (role == null && LAYER.matcher(full).matches()) {
            role = Role.MODULE;
        }
        if (role == null) {
            throw refusal.unsupported("names " + quote(module + "." + name)
                    + ", which is not on the list of what a checkpoint may hold; nothing of it was run");
        }
        return new PickleGlobal(role, full, null);
    }

    private static Map<String, PickleGlobal> elements() {
        Map<String, PickleGlobal> elements = new HashMap<>();
        for (ElementType type : ElementType.values()) {
            String storage = "torch." + type.torchName() + "Storage";
            elements.put(storage, new PickleGlobal(Role.STORAGE, storage, type));
        }
        for (String dtype : new String[] {
            "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"
        }) {
            elements.put("torch." + dtype, new PickleGlobal(Role.DTYPE, "torch." + dtype, null));
        }
        return Map.copyOf(elements);
    }
}
