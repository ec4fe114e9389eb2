package org.virnuc.calling.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of the command line, and which calls of either rule are viral and host. */
class ReadGroupTest {
    @Test
    void wordsInAnyOrder() {
        assertThat(ReadGroup.parse("host, viral")).isEqualTo(EnumSet.allOf(ReadGroup.class));
        assertThat(ReadGroup.words(ReadGroup.parse("host,viral"))).isEqualTo("viral,host");
        assertThat(ReadGroup.words(Set.of())).isEqualTo("none");
    }

    @Test
    void anotherWordIsNamed() {
        assertThatThrownBy(() -> ReadGroup.parse("viral,phage"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`written` phage is not known; give viral, host or viral,host");
    }

    @ParameterizedTest
    @CsvSource({
        "virus,true,false",
        "others,false,true",
        "unscored,false,false",
        "Viral,true,false",
        "Non-viral,false,true",
        "Ambiguous,false,false"
    })
    void callsOfBothRules(String call, boolean viral, boolean host) {
        ReadLabel label = ReadLabel.called(call, "high");
        assertThat(ReadGroup.VIRAL.holds(label)).isEqualTo(viral);
        assertThat(ReadGroup.HOST.holds(label)).isEqualTo(host);
    }

    @Test
    void aLabelHasACallOrAReason() {
        assertThat(ReadLabel.without(ReadReason.CONTIG_ID_TWICE).reasonWord()).isEqualTo("contig-id-twice");
        assertThatThrownBy(() -> ReadLabel.called("", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
