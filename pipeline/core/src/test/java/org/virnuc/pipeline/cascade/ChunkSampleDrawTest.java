package org.virnuc.pipeline.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.pipeline.cascade.ChunkSampleDraw.Half;

class ChunkSampleDrawTest {

    @ParameterizedTest
    @CsvSource({"100, 0", "100, 1", "100, 37", "100, 100", "0, 0", "5000, 1198"})
    void exactlyAsManyAsWantedInTwoHalves(int scored, int sample) {
        List<Half> drawn = drawn(scored, sample);
        assertThat(Collections.frequency(drawn, Half.SETTING)).isEqualTo(sample - sample / 2);
        assertThat(Collections.frequency(drawn, Half.CHECKING)).isEqualTo(sample / 2);
        assertThat(drawn(scored, sample)).isEqualTo(drawn);
    }

    @Test
    void everyPartOfTheInputIsDrawnFrom() {
        List<Half> drawn = drawn(100_000, 10_000);
        for (int part = 0; part < 10; part++) {
            List<Half> these = drawn.subList(part * 10_000, (part + 1) * 10_000);
            assertThat(Collections.frequency(these, Half.SETTING)).isCloseTo(500, within(100));
            assertThat(Collections.frequency(these, Half.CHECKING)).isCloseTo(500, within(100));
        }
    }

    @Test
    void moreChunksThanCountedAreAnError() {
        ChunkSampleDraw draw = new ChunkSampleDraw(1, 1);
        assertThat(draw.next()).isEqualTo(Half.SETTING);
        assertThatThrownBy(draw::next)
                .hasMessage("there are more scored chunks than were counted; run again with `force`");
    }

    @ParameterizedTest
    @CsvSource({
        "0.995, 2391, 0",
        "0.995, 2392, 1196",
        "0.995, 20000, 2000",
        "0.995, 1000000, 8000",
        "0.99, 1195, 0",
        "0.99, 1196, 598",
        "0.999, 11979, 0",
        "0.999, 11980, 5990",
        "1, 1000000, 0",
        "0.5, 4, 0",
    })
    void sizes(String agreement, long scored, long expected) {
        CascadeOptions options = new CascadeOptions(new BigDecimal(agreement), LeadRule.CHUNKS);
        assertThat(ChunkSampleSize.of(scored, options)).isEqualTo(expected);
    }

    private static List<Half> drawn(int scored, int sample) {
        ChunkSampleDraw draw = new ChunkSampleDraw(scored, sample);
        List<Half> drawn = new ArrayList<>();
        for (int i = 0; i < scored; i++) {
            drawn.add(draw.next());
        }
        return drawn;
    }
}
