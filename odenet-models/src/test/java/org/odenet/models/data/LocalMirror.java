package org.odenet.models.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mirror on the loopback interface, which can misbehave in the ways that mirrors do. */
final class LocalMirror implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, byte[]> files = new HashMap<>();

    /** Answers a request instead of the usual answer. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    LocalMirror() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/files/", this::serve);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files/");
    }

    LocalMirror with(String name, byte[] content) {
        files.put("/files/" + name, content);
        return this;
    }

    /** Misbehaves for one path. */
    LocalMirror answering(String name, Answer answer) {
        server.createContext("/files/" + name, exchange -> {
            log(exchange);
            try (exchange) {
                answer.to(exchange);
            }
        });
        return this;
    }

    /** The requests so far: the path, and the range that was asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private String log(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String path = exchange.getRequestURI().getPath();
        requests.add(path.substring("/files/".length()) + (range == null ? "" : " " + range));
        return range;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = log(exchange);
        try (exchange) {
            byte[] content = files.get(exchange.getRequestURI().getPath());
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (range == null) {
                send(exchange, 200, content);
            } else {
                sendFrom(exchange, content, Integer.parseInt(range.replaceAll("\\D", "")));
            }
        }
    }

    static void sendFrom(HttpExchange exchange, byte[] content, int from) throws IOException {
        String range = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
        exchange.getResponseHeaders().set("Content-Range", range);
        send(exchange, 206, Arrays.copyOfRange(content, from, content.length));
    }

    static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content);
        }
    }

    /** Promises everything and sends the start. */
    static void sendStart(HttpExchange exchange, byte[] content, int bytes) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, bytes);
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
