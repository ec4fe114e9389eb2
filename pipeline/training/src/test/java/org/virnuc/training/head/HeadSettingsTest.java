package org.virnuc.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.virnuc.engine.UsageException;

class HeadSettingsTest {
    @Test
    void theDefaultIsVirNucProsRecipe() {
        HeadSettings settings = HeadSettings.DEFAULT;
        assertThat(settings.learningRate(9)).isEqualTo(2e-4);
        assertThat(settings.learningRate(10)).isEqualTo(2e-4 * 0.85);
        assertThat(settings.learningRate(25)).isCloseTo(2e-4 * 0.85 * 0.85, within(1e-18));
        assertThat(settings.batchSize()).isEqualTo(32);
        assertThat(settings.patience()).isEqualTo(5);
        assertThat(settings.hidden(64).hidden()).isEqualTo(64);
    }

    @Test
    void whatCannotBeIsNamed() {
        assertThatThrownBy(() -> new HeadSettings(512, 0.5, 2e-4, 0.9, 1, 10, 0.85, 200, 5, 1))
                .isInstanceOf(UsageException.class)
                .hasMessage("`batchSize` 1 is out of range; expected at least 2, because batch norm needs two frames");
        assertThatThrownBy(() -> new HeadSettings(512, 0.5, 0, 0.9, 32, 10, 0.85, 200, 5, 1))
                .hasMessage("`learningRate` 0.0 is out of range; expected above 0 and at most 10");
        assertThatThrownBy(() -> new HeadSettings(512, 1, 2e-4, 0.9, 32, 10, 0.85, 200, 5, 1))
                .hasMessage("`dropout` 1.0 is out of range; expected from 0 to below 1");
    }
}
