package org.virnuc.telemetry.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryStatus;

/** What all pages have in common. */
final class Layout {
    static final String UNKNOWN = "not known";

    private static final String BEGINNING = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Layout() {}

    /** Returns a page of the server. {@code main} is markup. {@code current} names the page in the navigation. */
    static String page(String title, String current, String main) {
        return page(title, current, "", main);
    }

    /** @param root path to the address of the list of runs; empty for pages beside it */
    static String page(String title, String current, String root, String main) {
        Html html = head(
                title,
                "<link rel=\"stylesheet\" href=\"" + root + "app.css\"><script src=\"" + root
                        + "app.js\" defer></script>");
        html.raw("<a class=\"skip\" href=\"#main\">Skip to content</a>")
                .raw("<header><a class=\"brand\" href=\"" + root
                        + ".\">VirNuc <span>runs</span></a><nav aria-label=\"Pages\">");
        link(html, root + ".", "Runs", current);
        link(html, root + "trends", "Over time", current);
        html.raw("</nav><p id=\"live\" class=\"live\" role=\"status\"></p></header><main id=\"main\">")
                .raw(main)
                .raw("</main></body></html>");
        return html.toString();
    }

    /**
     * Returns a page with the number that {@link LiveFeed} had when it was made, so that its script does not miss what has
     * changed before it listens.
     */
    static String asOf(long changes, String page) {
        return BEGINNING + "<meta name=\"changes\" content=\"" + changes + "\">" + page.substring(BEGINNING.length());
    }

    /** Returns a page that needs no server: its style is in it, and it has no script. */
    static String frozen(String title, String style, String main) {
        String policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                + " 'unsafe-inline'; img-src data:\">";
        return head(title, policy + "<style>" + style + "</style>")
                .raw("<header><span class=\"brand\">VirNuc <span>runs</span></span></header><main id=\"main\">")
                .raw(main)
                .raw("</main></body></html>")
                .toString();
    }

    private static Html head(String title, String links) {
        return new Html()
                .raw(BEGINNING)
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">")
                .raw("<link rel=\"icon\" href=\"data:,\">")
                .element("title", "", title + " · VirNuc")
                .raw(links)
                .raw("</head><body>");
    }

    private static void link(Html html, String target, String text, String current) {
        html.element("a", "href=\"" + target + "\"" + (text.equals(current) ? " aria-current=\"page\"" : ""), text);
    }

    /** Appends a status as a word with a colour. */
    static void status(Html html, HistoryStatus status) {
        html.raw("<span class=\"status " + status.word() + "\">" + status.word() + "</span>");
    }

    /** Appends a point in time, shown as an age that goes on counting. */
    static void age(Html html, Instant at, Instant now) {
        html.raw("<time datetime=\"" + at + "\" title=\"" + time(at) + " UTC\" data-since=\"" + at.toEpochMilli()
                        + "\">")
                .text(age(at, now) + " ago")
                .raw("</time>");
    }

    static String age(Instant at, Instant now) {
        long seconds = Math.max(0, Duration.between(at, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 120 * 60) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    static String time(@Nullable Instant at) {
        return at == null ? UNKNOWN : TIME.format(at);
    }
}
