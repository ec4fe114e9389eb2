package org.virnuc.models.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks names of zip members: relative, plain, and the same on every system. Nothing is ever extracted by name. */
final class ZipNames {

    static final int MAX_BYTES = 1024;

    private ZipNames() {}

    /** The name; refused if it is not UTF-8 or breaks the rule. */
    static String decode(ByteBuffer bytes, TorchRefusal refusal) {
        if (bytes.remaining() == 0 || bytes.remaining() > MAX_BYTES) {
            throw refusal.damaged("has a zip member whose name is of " + bytes.remaining() + " bytes; 1 to " + MAX_BYTES
                    + " are read");
        }
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException malformed) {
            throw refusal.damaged("has a zip member whose name is not UTF-8");
        }
        String fault = fault(name);
        if (!fault.isEmpty()) {
            throw refusal.damaged("has a zip member named " + TorchRefusal.quote(name) + ": " + fault);
        }
        return name;
    }

    /** What is wrong with a name; empty if it is fine. */
    private static String fault(String name) {
        if (name.startsWith("/")) {
            return "an absolute path";
        }
        if (name.indexOf('\\') >= 0 || name.indexOf(':') >= 0) {
            return "a backslash or a colon";
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "a control character";
        }
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return "an empty, '.' or '..' folder";
            }
        }
        return "";
    }
}
