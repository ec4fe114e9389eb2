package org.virnuc.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.virnuc.engine.StageId;
import org.virnuc.files.FuzzFile;

/** Any bytes are what earlier attempts have spent, or a damaged ledger, which counts nothing. */
@Tag("fuzz")
class SpendLedgerFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.accept("spent.json", content, file -> {
            SpendLedger ledger = SpendLedger.in(Objects.requireNonNull(file.getParent()));
            BigDecimal spent = ledger.spentIn(ledger.currency());
            assertThat(spent == null ? "" : spent.toPlainString()).hasSizeLessThan(1000);
            ledger.stoppedBy();
            ledger.earlier();
            ledger.original(StageId.CHUNKING, "run-1");
        });
    }
}
