package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.virnuc.models.DeviceMemoryException;

class TokenBudgetTest {

    @Test
    void whatIsFreeIsDividedByWhatATokenTakes() {
        assertThat(TokenBudget.measure(new Memory(1 << 30, 10_000), 65_536)).isEqualTo(65_536);
        assertThat(TokenBudget.measure(new Memory(1 << 30, 30_000), 65_536)).isEqualTo(16_384);
        assertThat(TokenBudget.measure(new Memory(1 << 30, 31_000), 65_536)).isEqualTo(16_384);
    }

    @Test
    void whereTheTrialDoesNotFitSmallerOnesAreTried() {
        assertThat(TokenBudget.measure(new Memory(1 << 20, 1000), 65_536)).isEqualTo(1024);
        assertThatThrownBy(() -> TokenBudget.measure(new Memory(1 << 20, 10_000), 65_536))
                .isInstanceOf(DeviceMemoryException.class);
    }

    @Test
    void aDeviceWithoutMemoryOfItsOwnIsNotLimited() {
        assertThat(TokenBudget.measure(new FakeSession("cpu"), 4096)).isEqualTo(4096);
    }

    /** Holds what its largest batch has needed, as libtorch does, until it is told to release it. */
    private static final class Memory extends FakeSession {
        private final long all;
        private final long perToken;
        private long held;

        Memory(long all, long perToken) {
            super("cuda:0");
            this.all = all;
            this.perToken = perToken;
        }

        @Override
        public float[] run(long[] ids, int rows, int length) {
            long needed = ids.length * perToken;
            if (needed > all) {
                throw new DeviceMemoryException("cuda:0 is out of memory on " + rows + " x " + length);
            }
            held = Math.max(held, needed);
            return super.run(ids, rows, length);
        }

        @Override
        public long freeBytes() {
            return all - held;
        }

        @Override
        public void release() {
            held = 0;
        }
    }
}
