package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the report says of probabilities, and that it invents none. */
class ConfidenceSectionTest {
    @Test
    void knownProbabilitiesAreShownWithHowTheyHeld() {
        String page = ConfidenceSection.render(Pages.trust(true), "max 0.05", new Charts())
                .toString();
        assertThat(page)
                .contains(
                        "990,000 records have a probability of being viral, for an input of which a share of 0.500 is.")
                .contains("Among the records called virus 3.1 % are expected to be false.")
                .contains("Records were called by probability (max 0.05)")
                .contains(
                        "<td>one chunk</td><td class=\"n\">0.15</td><td class=\"n\">0.10</td><td class=\"n\">20</td>",
                        "<td>two chunks and more</td><td class=\"n\">0.90</td><td class=\"n\">0.95</td><td class=\"n\">7</td>")
                .contains(
                        "4 chunks with 200 bases have a score from their DNA alone (dna-only) and no better one; 3 records rest on")
                .contains("12 records lie further from the training data");
        assertThat(page.split("class=\"chart ", -1)).hasSize(3);
    }

    @Test
    void unknownOnesAreSaidToBeUnknown() {
        String page =
                ConfidenceSection.render(Pages.trust(false), "", new Charts()).toString();
        assertThat(page)
                .contains("There are no probabilities: no calibration is known for this model at this chunk length.")
                .contains("How far records lie from the training data is not known")
                .doesNotContain("expected to be false")
                .doesNotContain("dna-only")
                .doesNotContain("class=\"chart");
    }
}
