package org.virnuc.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the string constants of a compiled class from its constant pool, including the texts of concatenations. */
final class ClassStrings {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int STRING = 8;

    private ClassStrings() {}

    /** The string constants of an imported class. */
    static List<String> of(JavaClass imported) {
        try (InputStream in =
                imported.getSource().orElseThrow().getUri().toURL().openStream()) {
            return of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> of(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipNBytes(8); // magic and version
        int entries = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        List<Integer> strings = new ArrayList<>();
        for (int i = 1; i < entries; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts.put(i, in.readUTF());
                case STRING -> strings.add(in.readUnsignedShort());
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    i++; // takes two places
                }
                default -> in.skipNBytes(size(tag));
            }
        }
        return strings.stream().map(texts::get).map(Objects::requireNonNull).toList();
    }

    /** The size of entries with a fixed size; see table 4.4 of the JVM specification. */
    private static int size(int tag) {
        return switch (tag) {
            case 7, 16, 19, 20 -> 2; // class, method type, module, package
            case 15 -> 3; // method handle
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // int, float, members, name and type, dynamic
            default -> throw new IllegalStateException("constant pool tag " + tag);
        };
    }
}
