package org.virnuc.telemetry.dashboard;

/** Lists the files of a run directory. Those that cannot be opened are grey, and a sentence says why. */
final class FilesPanel {
    private final RunView run;
    private final boolean linked;

    FilesPanel(RunView run, boolean linked) {
        this.run = run;
        this.linked = linked;
    }

    void appendTo(Html html) {
        html.raw("<h3>Files</h3><ul class=\"files\">");
        boolean any = false;
        boolean all = true;
        for (String name : RunView.FILES) {
            boolean there = run.file(name).isPresent();
            any |= there;
            all &= there;
            entry(html, name, there);
        }
        html.raw("</ul>");
        if (!all) {
            html.element("p", "class=\"note\"", why(any));
        }
    }

    private void entry(Html html, String name, boolean there) {
        boolean known = there || run.fromHistory(name).isPresent();
        html.raw(known ? "<li>" : "<li class=\"gone\">");
        if (known && linked) {
            if (name.endsWith(".md")) {
                html.element("a", Html.attribute("href", "report/" + run.row().runId()), name)
                        .raw(" (");
                link(html, name, "raw");
                html.raw(")");
            } else {
                link(html, name, name);
            }
        } else {
            html.text(name);
        }
        html.raw(known && !there ? " <span class=\"more\">from the history</span></li>" : "</li>");
    }

    private void link(Html html, String name, String text) {
        html.element(
                "a", Html.attribute("href", "file/" + run.row().runId() + "/" + name) + " rel=\"noreferrer\"", text);
    }

    private String why(boolean any) {
        if (!run.isNewestAttempt()) {
            return "A later attempt wrote to the same directory, so its files are not those of this run.";
        }
        return any
                ? "Files in grey were not written, or were removed."
                : "The directory is gone, is on another machine, or holds none of these files.";
    }
}
