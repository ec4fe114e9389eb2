package org.virnuc.telemetry.history.export;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * A PDF page to draw on. Coordinates are points from the lower left corner. The font is the one that PDFBox contains,
 * embedded, so that the page looks the same everywhere and no fonts of the machine are searched.
 */
final class PdfCanvas implements AutoCloseable {
    static final float WIDTH = PDRectangle.A4.getWidth();
    static final float HEIGHT = PDRectangle.A4.getHeight();
    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color FAINT = new Color(0x77, 0x77, 0x77);
    static final Color RULE = new Color(0xdd, 0xdd, 0xdd);
    static final Color BLUE = new Color(0x2b, 0x6c, 0xb0);
    static final Color RED = new Color(0xc0, 0x56, 0x21);
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final int LABELS = 8;

    private final PDPageContentStream content;
    private final PDFont font;

    PdfCanvas(PDDocument document, PDFont font) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        this.content = new PDPageContentStream(document, page);
        this.font = font;
    }

    static PDFont font(PDDocument document) throws IOException {
        try (InputStream in = PDDocument.class.getResourceAsStream(FONT)) {
            return PDType0Font.load(document, Objects.requireNonNull(in, FONT), true);
        }
    }

    void text(float x, float y, float size, Color color, String text) throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.setNonStrokingColor(color);
        content.newLineAtOffset(x, y);
        content.showText(known(text));
        content.endText();
    }

    /** Draws text that ends at {@code x}. */
    void textTo(float x, float y, float size, Color color, String text) throws IOException {
        text(x - width(text, size), y, size, color, text);
    }

    float width(String text, float size) throws IOException {
        return font.getStringWidth(known(text)) / 1000 * size;
    }

    /** Returns the text, shortened to fit into {@code room} points. */
    String fitting(String text, float size, float room) throws IOException {
        if (width(text, size) <= room) {
            return text;
        }
        int length = text.length();
        while (length > 1 && width(text.substring(0, length) + "...", size) > room) {
            length--;
        }
        return text.substring(0, length) + "...";
    }

    void rectangle(float x, float y, float width, float height, Color color) throws IOException {
        content.setNonStrokingColor(color);
        content.addRect(x, y, width, height);
        content.fill();
    }

    /** Draws vertical bars on a base line, with the largest value on the left. The parts of a bar are stacked. */
    void bars(float x, float y, float width, float height, List<HistoryFigures.Bar> bars, String largest)
            throws IOException {
        double most = bars.stream().mapToDouble(HistoryFigures.Bar::total).max().orElse(0);
        rectangle(x, y, width, 0.7f, FAINT);
        rectangle(x, y + height, width, 0.4f, RULE);
        textTo(x - 5, y + height - 3, 8, FAINT, largest);
        textTo(x - 5, y - 2, 8, FAINT, "0");
        float step = width / Math.max(1, bars.size());
        float bar = Math.min(40, step * 0.75f);
        for (int i = 0; i < bars.size(); i++) {
            float left = x + i * step + (step - bar) / 2;
            float bottom = y + 0.7f;
            for (int part = 0; part < bars.get(i).parts().size() && most > 0; part++) {
                float tall = (float) (bars.get(i).parts().get(part) / most * height);
                rectangle(left, bottom, bar, tall, part == 0 ? BLUE : RED);
                bottom += tall;
            }
            int every = (bars.size() + LABELS - 1) / LABELS;
            if (i % every == 0) {
                String label = bars.get(i).label();
                text(x + i * step + (step - width(label, 8)) / 2, y - 12, 8, FAINT, label);
            }
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /**
     * Replaces characters that the font lacks by question marks, so that a name in another script cannot fail the page.
     */
    private String known(String text) throws IOException {
        StringBuilder known = new StringBuilder();
        for (int sign : text.codePoints().toArray()) {
            String one = Character.isISOControl(sign) ? " " : Character.toString(sign);
            known.append(has(one) ? one : "?");
        }
        return known.toString();
    }

    private boolean has(String sign) throws IOException {
        try {
            font.encode(sign);
            return true;
        } catch (IllegalArgumentException noGlyph) {
            return false;
        }
    }
}
