package org.odenet.examples.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The files of the page, read once. There are no others, so no path can lead out of them. */
final class PageFiles {

    private final Map<String, Reply> files = Map.of(
            "/", read("index.html", "text/html; charset=utf-8"),
            "/style.css", read("style.css", "text/css; charset=utf-8"),
            "/app.js", read("app.js", "text/javascript; charset=utf-8"),
            "/favicon.svg", read("favicon.svg", "image/svg+xml"));

    private static Reply read(String name, String type) {
        try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is missing in the jar; build it anew");
            }
            return new Reply(200, type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + name + " cannot be read from the jar", e);
        }
    }

    /** Null if there is no such file. */
    Reply file(String path) {
        return files.get(path);
    }
}
