package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Missing required creator property 'format' (index 0) | \"format\" is missing",
                "Unrecognized field \"more\" (class org.virnuc.A$B), not marked as ignorable (2 known properties: \"a\", \"b\"]) | \"more\" is unknown",
                "Cannot construct instance of `org.virnuc.A`, problem: format null instead of virnuc-a/1 | format null instead of virnuc-a/1",
                "Cannot deserialize value of type `int` from String \"x\": not a valid `int` value | \"x\" is none of the values expected there",
                "Cannot deserialize value of type `java.util.ArrayList<X>` from Object value (token `JsonToken.START_OBJECT`) | a value is of another type than expected",
                "Cannot map `null` into type `double` (set DeserializationConfig.X to 'false' to allow) | it is missing",
                "Cannot coerce String value (\"1\") to `int` | a value is of another type than expected",
                "Unexpected character ('x' (code 120)): was expecting a comma | Unexpected character ('x' (code 120)): was expecting a comma",
            })
    void isSaidWithoutJava(String message, String reason) {
        assertThat(JsonFault.of(message)).isEqualTo(reason);
    }

    @Test
    void isOneLine() {
        assertThat(JsonFault.of("one\n at [Source: two]")).isEqualTo("one");
    }
}
