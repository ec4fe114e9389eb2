package org.virnuc.pipeline.report;

/** What a colour means; the same in every picture. */
enum Shade {
    VIRUS("virus"),
    OTHERS("others"),
    UNSCORED("unscored"),
    RECORDS("records"),
    CHUNKS("chunks");

    private final String word;

    Shade(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** The entry of a legend. */
    void key(Html html) {
        html.markup("<span><svg class=\"dot\" viewBox=\"0 0 10 10\">");
        rectangle(html, 0, 0, 10, 10);
        html.markup("</svg> ").text(word).markup("</span> ");
    }

    void rectangle(Html html, double x, double y, double width, double height) {
        html.markup("<rect class=\"").text(word).markup("\" x=\"").text(BarChart.decimal(x));
        html.markup("\" y=\"").text(BarChart.decimal(y));
        html.markup("\" width=\"").text(BarChart.decimal(Math.max(width, 0.1)));
        html.markup("\" height=\"").text(BarChart.decimal(height)).markup("\"/>");
    }
}
