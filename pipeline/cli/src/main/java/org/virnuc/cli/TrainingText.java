package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import org.virnuc.training.ModelCard;
import org.virnuc.training.TrainingRun;

/** What {@code virnuc train} prints at the end. */
final class TrainingText {
    private static final JsonMapper JSON = new JsonMapper();

    private TrainingText() {}

    static String of(TrainingRun.Outcome outcome, boolean json) throws JsonProcessingException {
        ModelCard card = outcome.card();
        if (json) {
            return JSON.writeValueAsString(card) + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (ModelCard.Row row : card.figures()) {
            text.append(String.format(
                    Locale.ROOT,
                    "test records, %s by %s: AUROC %s, right %s%n",
                    row.unit(),
                    row.source(),
                    row.auroc().text(),
                    row.accuracy().text()));
        }
        if (card.figures().isEmpty()) {
            text.append("too few scored test records to measure or calibrate anything\n");
        }
        text.append("written to ")
                .append(outcome.folder())
                .append("; use it with: virnuc predict INPUT --model ")
                .append(outcome.folder())
                .append('\n');
        return text.toString();
    }
}
