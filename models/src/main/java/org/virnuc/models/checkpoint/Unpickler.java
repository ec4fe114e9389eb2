package org.virnuc.models.checkpoint;

import java.util.List;
import org.virnuc.models.checkpoint.PickleValue.Bool;
import org.virnuc.models.checkpoint.PickleValue.Dict;
import org.virnuc.models.checkpoint.PickleValue.Int;
import org.virnuc.models.checkpoint.PickleValue.None;
import org.virnuc.models.checkpoint.PickleValue.Opaque;
import org.virnuc.models.checkpoint.PickleValue.Real;
import org.virnuc.models.checkpoint.PickleValue.Sequence;
import org.virnuc.models.checkpoint.PickleValue.Sequence.Form;
import org.virnuc.models.checkpoint.PickleValue.Text;

/**
 * Executes a pickle of protocol 2 to 5 as far as it builds plain data. It refuses everything else: names that
 * {@link PickleGlobals} does not allow, opcodes that torch.save does not write, and anything beyond
 * {@link PickleBounds}. It is a loop with its own stack, so no input can overflow the thread's stack. The returned
 * values may be shared and may contain themselves.
 */
final class Unpickler {

    private static final int OLDEST_PROTOCOL = 2;
    private static final int NEWEST_PROTOCOL = 5;

    private final PickleInput input;
    private final PickleSteps steps;
    private final PickleStack stack;
    private final PickleBuilder builder;

    private Unpickler(byte[] pickle, PickleStorages storages, TorchRefusal refusal) {
        this.input = new PickleInput(pickle, refusal);
        this.steps = new PickleSteps(input);
        this.stack = new PickleStack(input);
        this.builder = new PickleBuilder(input, steps, storages);
    }

    /** The single value of a pickle, which must end at the last byte of the array. */
    static PickleValue load(byte[] pickle, PickleStorages storages, TorchRefusal refusal) {
        return new Unpickler(pickle, storages, refusal).run();
    }

    private PickleValue run() {
        int protocol = input.opcode() == PickleOpcode.PROTO ? input.u8() : 0;
        if (protocol < OLDEST_PROTOCOL || protocol > NEWEST_PROTOCOL) {
            throw input.damaged("is of pickle protocol " + protocol + "; 2 to 5 are read");
        }
        while (true) {
            steps.take(1);
            PickleOpcode opcode = input.opcode();
            if (opcode == PickleOpcode.STOP) {
                return result();
            }
            execute(opcode);
        }
    }

    private PickleValue result() {
        PickleValue result = stack.pop();
        if (stack.size() > 0 || stack.hasMarks()) {
            throw input.damaged("leaves " + stack.size() + " values behind its result");
        }
        if (!input.atEnd()) {
            throw input.damaged("has " + input.remaining() + " bytes after its end");
        }
        return result;
    }

    private void execute(PickleOpcode opcode) {
        switch (opcode.group()) {
            case FRAMING -> frame(opcode);
            case SCALAR -> stack.push(scalar(opcode));
            case STACK -> rearrange(opcode);
            case MEMO -> memo(opcode);
            case CONTAINER -> stack.push(container(opcode));
            case FILL -> fill(opcode);
            case OBJECT -> object(opcode);
            case REFUSED -> throw new IllegalStateException(opcode + " passed the input");
        }
    }

    private void frame(PickleOpcode opcode) {
        if (opcode == PickleOpcode.PROTO) {
            throw input.damaged("declares its protocol twice");
        }
        long length = input.u64();
        if (length < 0 || length > input.remaining()) {
            throw input.damaged(
                    "a frame of " + Long.toUnsignedString(length) + " bytes, " + input.remaining() + " are left");
        }
    }

    private PickleValue scalar(PickleOpcode opcode) {
        return switch (opcode) {
            case NONE -> None.NONE;
            case NEWTRUE -> new Bool(true);
            case NEWFALSE -> new Bool(false);
            case BININT -> new Int(input.i32());
            case BININT1 -> new Int(input.u8());
            case BININT2 -> new Int(input.u16());
            case LONG1 -> input.integer(input.u8());
            case LONG4 -> input.integer(input.i32());
            case BINFLOAT -> new Real(input.f64());
            case BINUNICODE -> new Text(input.utf8(input.u32()));
            case SHORT_BINUNICODE, SHORT_BINSTRING -> new Text(input.utf8(input.u8()));
            case BINUNICODE8 -> new Text(input.utf8(input.u64()));
            case BINSTRING -> new Text(input.utf8(input.i32()));
            case BINBYTES -> bytes(input.u32());
            case SHORT_BINBYTES -> bytes(input.u8());
            case BINBYTES8, BYTEARRAY8 -> bytes(input.u64());
            default -> throw new IllegalStateException(opcode + " is no scalar");
        };
    }

    private PickleValue bytes(long length) {
        input.skip(length);
        return new Opaque(length + " bytes");
    }

    private void rearrange(PickleOpcode opcode) {
        switch (opcode) {
            case MARK -> stack.mark();
            case POP -> stack.pop();
            case POP_MARK -> stack.popToMark();
            case DUP -> stack.push(stack.peek());
            default -> throw new IllegalStateException(opcode + " leaves the stack as it is");
        }
    }

    private void memo(PickleOpcode opcode) {
        switch (opcode) {
            case BINGET -> stack.push(stack.recall(input.u8()));
            case LONG_BINGET -> stack.push(stack.recall(input.u32()));
            case BINPUT -> stack.memoize(input.u8());
            case LONG_BINPUT -> stack.memoize(input.u32());
            case MEMOIZE -> stack.memoize();
            default -> throw new IllegalStateException(opcode + " leaves the memo as it is");
        }
    }

    private PickleValue container(PickleOpcode opcode) {
        return switch (opcode) {
            case EMPTY_LIST -> Sequence.empty(Form.LIST);
            case EMPTY_TUPLE -> Sequence.empty(Form.TUPLE);
            case EMPTY_DICT -> new Dict();
            case EMPTY_SET -> Sequence.empty(Form.SET);
            case LIST -> new Sequence(Form.LIST, stack.popToMark());
            case TUPLE -> new Sequence(Form.TUPLE, stack.popToMark());
            case TUPLE1 -> new Sequence(Form.TUPLE, stack.pop(1));
            case TUPLE2 -> new Sequence(Form.TUPLE, stack.pop(2));
            case TUPLE3 -> new Sequence(Form.TUPLE, stack.pop(3));
            case FROZENSET -> new Sequence(Form.SET, stack.popToMark());
            case DICT -> {
                Dict dict = new Dict();
                putAll(dict, stack.popToMark());
                yield dict;
            }
            default -> throw new IllegalStateException(opcode + " makes no container");
        };
    }

    private void fill(PickleOpcode opcode) {
        switch (opcode) {
            case APPEND -> addAll(Form.LIST, stack.pop(1));
            case APPENDS -> addAll(Form.LIST, stack.popToMark());
            case ADDITEMS -> addAll(Form.SET, stack.popToMark());
            case SETITEM -> setAll(stack.pop(2));
            case SETITEMS -> setAll(stack.popToMark());
            default -> throw new IllegalStateException(opcode + " fills no container");
        }
    }

    private void addAll(Form form, List<PickleValue> items) {
        if (!(stack.peek() instanceof Sequence target) || target.form() != form) {
            throw input.damaged("adds items to " + stack.peek().kind());
        }
        target.items().addAll(items);
    }

    private void setAll(List<PickleValue> entries) {
        if (!(stack.peek() instanceof Dict dict)) {
            throw input.damaged("sets keys of " + stack.peek().kind());
        }
        putAll(dict, entries);
    }

    private void putAll(Dict dict, List<PickleValue> entries) {
        if (entries.size() % 2 != 0) {
            throw input.damaged("sets a key of a dict to nothing");
        }
        for (int i = 0; i < entries.size(); i += 2) {
            builder.put(dict, entries.get(i), entries.get(i + 1));
        }
    }

    private void object(PickleOpcode opcode) {
        switch (opcode) {
            case GLOBAL -> stack.push(PickleGlobals.resolve(input.line(), input.line(), input.refusal()));
            case STACK_GLOBAL -> stack.push(stackGlobal(stack.pop(2)));
            case BINPERSID -> stack.push(builder.persistent(stack.pop()));
            case BUILD -> {
                PickleValue state = stack.pop();
                builder.build(stack.peek(), state);
            }
            case REDUCE -> {
                List<PickleValue> call = stack.pop(2);
                stack.push(builder.reduce(call.get(0), call.get(1)));
            }
            case NEWOBJ -> {
                List<PickleValue> call = stack.pop(2);
                stack.push(builder.newObject(call.get(0), call.get(1)));
            }
            case INST -> {
                PickleGlobal named = PickleGlobals.resolve(input.line(), input.line(), input.refusal());
                throw input.unsupported("opcode INST makes an object of " + named.name());
            }
            default -> throw new IllegalStateException(opcode + " makes no object");
        }
    }

    private PickleValue stackGlobal(List<PickleValue> names) {
        if (names.get(0) instanceof Text module && names.get(1) instanceof Text name) {
            return PickleGlobals.resolve(module.value(), name.value(), input.refusal());
        }
        throw input.damaged("names something by " + names.get(0).kind() + " and "
                + names.get(1).kind());
    }
}
