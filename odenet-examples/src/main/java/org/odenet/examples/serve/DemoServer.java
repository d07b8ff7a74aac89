package org.odenet.examples.serve;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.serving.Query;
import org.odenet.models.serving.QueryService;
import org.odenet.models.serving.ServiceOptions;

/** The page and the API on a port. */
final class DemoServer implements AutoCloseable {

    private static final int THREADS = 32;
    private static final int WARM_UP = 50;
    /** As the page asks. */
    private static final int PATH = 20;

    private static final long IDLE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 2_000;

    private final QueryService service;
    private final Server server;
    private final String host;

    private DemoServer(QueryService service, Server server, String host) {
        this.service = service;
        this.server = server;
        this.host = host;
    }

    /**
     * Starts a server.
     *
     * @param port the port; 0 for any that is free
     * @throws IOException if the port cannot be used
     */
    static DemoServer start(
            ImageClassifier classifier, ImageCollection collection, ServiceOptions options, String host, int port)
            throws IOException {
        ImageDataSet images = collection.images();
        warmUp(classifier, images, options);
        QueryService service = QueryService.start(classifier, images.height(), images.width(), options);
        Api api = new Api(classifier, collection, service, options.latency());
        DemoServer demo = new DemoServer(service, server(host, port), host);
        demo.server.setHandler(new RequestHandler(api, new Hosts(host)));
        try {
            demo.server.start();
            return demo;
        } catch (Exception e) {
            demo.close();
            throw failure(host, port, e);
        }
    }

    /** The virtual machine compiles what runs often: without this the first queries would be cut, as if under load. */
    private static void warmUp(ImageClassifier classifier, ImageDataSet images, ServiceOptions options) {
        byte[] pixels = new byte[images.imageBytes()];
        images.copyImage(0, pixels, 0);
        try (QueryService service = QueryService.start(classifier, images.height(), images.width(), options)) {
            for (int i = 0; i < WARM_UP; i++) {
                service.submit(pixels, Query.full().withPath(PATH)).join();
            }
            // Under load the batches are of any size, but never of more queries than may wait.
            int largest = Math.min(options.maxBatch(), options.maxWaiting());
            for (int size = 2; size <= largest; size++) {
                IntStream.range(0, size)
                        .mapToObj(i -> service.submit(pixels, Query.full()))
                        .toList()
                        .forEach(CompletableFuture::join);
            }
        }
    }

    private static Server server(String host, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(STOP_MILLIS);
        return server;
    }

    private static IOException failure(String host, int port, Exception e) {
        boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
        String remedy = taken
                ? "it is in use, or the host is not of this machine; give another --port or --host"
                : "give another --port or --host";
        return new IOException(
                "the server cannot listen on %s, port %d: %s (%s)".formatted(host, port, remedy, e.getMessage()), e);
    }

    /** What the server itself refuses, such as a request that is no HTTP, in the form of all errors. */
    private static final class JsonErrors extends ErrorHandler {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            RequestHandler.write(Reply.error(status, HttpStatus.getMessage(status)), response, callback);
            return true;
        }
    }

    int port() {
        Connector connector = server.getConnectors()[0];
        return ((ServerConnector) connector).getLocalPort();
    }

    String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
    }

    /** Takes no more requests, answers those that wait, and frees the port. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop: " + e.getMessage(), e);
        } finally {
            service.close();
        }
    }
}
