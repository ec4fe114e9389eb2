package org.virnuc.telemetry.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The report of a run as people read it: {@code telemetry.md}, from the run directory or from the history. */
final class ReportPage {
    private static final String NAME = "telemetry.md";

    private ReportPage() {}

    /** Returns the page; empty if no report is known. */
    static Optional<String> render(RunView run) {
        return text(run).map(markdown -> {
            Html html = new Html();
            html.raw("<article class=\"report\"><p><a "
                            + Html.attribute("href", "../.?run=" + run.row().runId()) + ">")
                    .text(run.name())
                    .raw("</a> · <a "
                            + Html.attribute("href", "../file/" + run.row().runId() + "/" + NAME) + ">raw</a></p>");
            new Markdown(html).append(markdown);
            html.raw("</article>");
            return Layout.page(run.name() + " report", "", "../", html.toString());
        });
    }

    private static Optional<String> text(RunView run) {
        return run.file(NAME)
                .flatMap(file -> {
                    try {
                        return Optional.of(Files.readString(file));
                    } catch (IOException unreadable) {
                        return Optional.empty();
                    }
                })
                .or(() -> run.fromHistory(NAME));
    }
}
