package org.virnuc.pipeline.report;

/** What a colour means; the same in every picture. */
enum Shade {
    VIRUS("virus", "#c2410c"),
    OTHERS("others", "#2f6fab"),
    UNSCORED("unscored", "#9aa5b1"),
    RECORDS("records", "#4b7f6b"),
    CHUNKS("chunks", "#5a6570");

    private final String word;
    private final String colour;

    Shade(String word, String colour) {
        this.word = word;
        this.colour = colour;
    }

    /** As the report has it on white paper, for those who draw themselves. */
    String colour() {
        return colour;
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
