package org.virnuc.report;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.virnuc.files.Digests;

/**
 * The frame of a page: one file that loads nothing else. Its content security policy allows only two scripts by their
 * hashes, the charting library and VirNuc's own, so no text in an id can run. Words and tables are complete without the
 * scripts, which draw, sort and search.
 */
final class Page {
    /** The version of the charting library, which is Apache ECharts. */
    static final String LIBRARY_VERSION = "6.0.0";

    private static final String LIBRARY =
            "/META-INF/resources/_static/echarts/" + LIBRARY_VERSION + "/dist/echarts.common.min.js";

    private Page() {}

    /** Renders a page with this title, content and charts. */
    static String render(@CompileTimeConstant final String title, Html body, Charts charts) {
        String style = resource("report.css");
        String library = library();
        String script = resource("report.js");
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; "
                + "script-src '" + hash(library) + "' '" + hash(script) + "'; style-src '" + hash(style)
                + "'; style-src-attr 'unsafe-inline'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + title + "</title>\n<style>"
                + style
                + "</style></head>\n<body><noscript><p class=\"note\">This page draws its pictures and sorts its tables with "
                + "JavaScript, which is off; the words and the numbers are all here.</p></noscript>\n<main>\n" + body
                + "</main>\n<script type=\"application/json\" id=\"charts\">" + charts.block() + "</script>\n<script>"
                + library + "</script>\n<script>" + script + "</script></body></html>\n";
    }

    static String library() {
        return resource(LIBRARY);
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash of a script or style as in a content security policy. */
    private static String hash(String content) {
        byte[] sha256 = Digests.sha256().digest(content.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(sha256);
    }
}
