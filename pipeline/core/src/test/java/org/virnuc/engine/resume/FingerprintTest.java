package org.virnuc.engine.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.FakeModel;

class FingerprintTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final Setting LENGTH = new Setting("length", "500", "where records are cut");
    private static final Setting MODEL = new Setting("model", HASH, "it makes the vectors");
    private static final Fingerprint FINGERPRINT = new Fingerprint(StageId.DNABERT_S, List.of(LENGTH, MODEL));

    @Test
    void changesWithStageNameAndEachValue() {
        String digest = FINGERPRINT.digest();
        assertThat(new Fingerprint(StageId.ESM_2, FINGERPRINT.settings()).digest())
                .isNotEqualTo(digest);
        assertThat(with(new Setting("length", "300", LENGTH.reason())).digest()).isNotEqualTo(digest);
        assertThat(with(new Setting("size", "500", LENGTH.reason())).digest()).isNotEqualTo(digest);
        assertThat(new Fingerprint(StageId.DNABERT_S, List.of(LENGTH)).digest()).isNotEqualTo(digest);
        assertThat(new Fingerprint(StageId.DNABERT_S, List.of(MODEL, LENGTH)).digest())
                .isNotEqualTo(digest);
    }

    @Test
    void staysWhenAReasonIsReworded() {
        assertThat(with(new Setting("length", "500", "another wording")).digest())
                .isEqualTo(FINGERPRINT.digest());
    }

    @Test
    void theInputIsTheFirstSetting() {
        Stage<?, ?> stage = new FakeModel().stages().merging();
        Fingerprint one = Fingerprint.of(stage, "input one");
        assertThat(one.settings().get(0))
                .isEqualTo(new Setting("input", "input one", "the output is computed from it"));
        assertThat(one.settings()).hasSize(1 + stage.settings().size());
        assertThat(one.digest())
                .isEqualTo(Fingerprint.of(stage, "input one").digest())
                .isNotEqualTo(Fingerprint.of(stage, "input two").digest());
    }

    @Test
    void folderNameHoldsNumberWordAndTwelveDigits() {
        assertThat(FINGERPRINT.folderName())
                .isEqualTo("05-dnabert-s-" + FINGERPRINT.digest().substring(0, 12));
        for (StageId stage : StageId.nine()) {
            assertThat(new Fingerprint(stage, List.of()).folderName()).startsWith(Fingerprint.folderPrefix(stage));
        }
    }

    @Test
    void stageWordsAreThoseOfTheDesign() {
        assertThat(StageId.nine())
                .extracting(StageId::word)
                .containsExactly(
                        "chunking",
                        "translation",
                        "nucleotide-splitting",
                        "protein-splitting",
                        "dnabert-s",
                        "esm-2",
                        "merging",
                        "prediction",
                        "consensus");
        assertThat(StageId.nine()).extracting(StageId::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void differencesAreSentences() {
        assertThat(FINGERPRINT.differencesFrom(FINGERPRINT.settings())).isEmpty();
        assertThat(FINGERPRINT.differencesFrom(List.of(
                        new Setting("length", "300", "old words"),
                        new Setting("model", "f".repeat(64), ""),
                        new Setting("seed", "1", ""))))
                .containsExactly(
                        "length changed from 300 to 500 (where records are cut)",
                        "model changed from ffffffffffff to 0123456789ab (it makes the vectors)",
                        "seed is gone");
        assertThat(FINGERPRINT.differencesFrom(List.of(MODEL)))
                .containsExactly("length is new (where records are cut)");
    }

    private static Fingerprint with(Setting length) {
        return new Fingerprint(StageId.DNABERT_S, List.of(length, MODEL));
    }
}
