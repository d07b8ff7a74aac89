package org.odenet.examples.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.odenet.models.io.AtomicFiles;

/** A page that needs no other file: images are within it. */
final class HtmlPage {

    private static final String STYLE =
            """
            body { font: 15px/1.5 sans-serif; color: #222; background: #fff; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
            h2 { border-bottom: 1px solid #ccc; margin-top: 2.5rem; }
            table { border-collapse: collapse; font-size: 13px; margin: 1rem 0; }
            th, td { border: 1px solid #ddd; padding: .2rem .6rem; text-align: left; overflow-wrap: anywhere; }
            th { background: #f4f4f4; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; }
            summary { cursor: pointer; }
            img { max-width: 100%; }
            .scroll { overflow-x: auto; }
            """;

    /** Rows of a table that is still short. */
    private static final int LONG = 25;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    HtmlPage heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
        return this;
    }

    HtmlPage paragraph(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** Names with their values. */
    HtmlPage values(Map<?, ?> values) {
        body.append("<table>\n");
        values.forEach((name, value) -> body.append("<tr><th scope=\"row\">")
                .append(escaped(String.valueOf(name)))
                .append("</th><td>")
                .append(escaped(String.valueOf(value)))
                .append("</td></tr>\n"));
        body.append("</table>\n");
        return this;
    }

    /** A table under a line that shows and hides it; a long one is hidden at first. */
    HtmlPage table(String summary, List<String> header, List<List<String>> rows) {
        body.append(rows.size() <= LONG ? "<details open>" : "<details>");
        body.append("<summary>").append(escaped(summary)).append("</summary><div class=\"scroll\"><table>\n");
        body.append("<tr>");
        header.forEach(
                cell -> body.append("<th scope=\"col\">").append(escaped(cell)).append("</th>"));
        body.append("</tr>\n");
        for (List<String> row : rows) {
            body.append("<tr>");
            row.forEach(this::cell);
            body.append("</tr>\n");
        }
        body.append("</table></div></details>\n");
        return this;
    }

    private void cell(String text) {
        body.append(Cells.isNumber(text) ? "<td class=\"number\">" : "<td>")
                .append(escaped(Cells.shown(text)))
                .append("</td>");
    }

    /** An image, its bytes within the page. */
    HtmlPage image(Path png, String description) {
        try {
            body.append("<img alt=\"")
                    .append(escaped(description))
                    .append("\" src=\"data:image/png;base64,")
                    .append(Base64.getEncoder().encodeToString(Files.readAllBytes(png)))
                    .append("\">\n");
        } catch (IOException e) {
            throw new UncheckedIOException(png + ": the image cannot be read: " + e, e);
        }
        return this;
    }

    void write(Path file) {
        String page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title)
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
        AtomicFiles.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
