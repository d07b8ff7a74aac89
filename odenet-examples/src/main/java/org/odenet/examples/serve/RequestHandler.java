package org.odenet.examples.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.odenet.models.serving.OverloadedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads requests to the page's files and the API, and keeps unwanted ones out. */
final class RequestHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private static final HttpFields SECURITY = HttpFields.build()
            .add(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
            .add("X-Content-Type-Options", "nosniff")
            .add("Referrer-Policy", "no-referrer")
            .add("Cross-Origin-Resource-Policy", "same-origin")
            .add("Cross-Origin-Opener-Policy", "same-origin")
            .asImmutable();

    private static final Pattern IMAGE = Pattern.compile("/api/image/(\\d{1,9})\\.png");
    private static final String QUERY = "/api/query";

    private final Api api;
    private final Hosts hosts;
    private final PageFiles files = new PageFiles();

    RequestHandler(Api api, Hosts hosts) {
        this.api = api;
        this.hosts = hosts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        CompletableFuture<Reply> reply;
        try {
            reply = reply(request);
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        reply.exceptionally(RequestHandler::failure).thenAccept(answer -> write(answer, response, callback));
        return true;
    }

    private CompletableFuture<Reply> reply(Request request) {
        requireOwnHost(request);
        String path = Request.getPathInContext(request);
        if (path.equals(QUERY)) {
            requireMethod(request, HttpMethod.POST);
            return query(request);
        }
        Reply reply = plain(path);
        if (reply == null) {
            throw new HttpException(404, "there is nothing at " + path);
        }
        requireMethod(request, HttpMethod.GET);
        return CompletableFuture.completedFuture(reply);
    }

    private void requireOwnHost(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (!hosts.isOwn(host)) {
            throw new HttpException(
                    421, "this server does not serve the host '" + host + "'; use its numeric address, or localhost");
        }
        if (!Hosts.isSameOrigin(request.getHeaders().get(HttpHeader.ORIGIN), host)) {
            throw new HttpException(403, "pages of other sites may not ask this server");
        }
    }

    private static void requireMethod(Request request, HttpMethod method) {
        if (!method.is(request.getMethod())) {
            throw new HttpException(405, "the method is " + request.getMethod() + "; use " + method);
        }
    }

    /** Null if there is nothing. */
    private Reply plain(String path) {
        Matcher image = IMAGE.matcher(path);
        if (image.matches()) {
            return api.image(Integer.parseInt(image.group(1)));
        }
        return switch (path) {
            case "/api/collection" -> api.collection();
            case "/api/status" -> api.status();
            default -> files.file(path);
        };
    }

    private CompletableFuture<Reply> query(Request request) {
        Parameters parameters = new Parameters(Request.extractQueryParameters(request));
        byte[] body = parameters.has("id") ? null : body(request);
        return api.query(parameters, request.getHeaders().get(HttpHeader.CONTENT_TYPE), body);
    }

    private static byte[] body(Request request) {
        try (InputStream in = Request.asInputStream(request)) {
            byte[] body = in.readNBytes(QueryImages.MAX_BYTES + 1);
            if (body.length > QueryImages.MAX_BYTES) {
                // A client that is still sending when the connection closes may lose the answer: so as much again is
                // taken.
                in.readNBytes(QueryImages.MAX_BYTES);
                throw tooLarge();
            }
            return body;
        } catch (IOException e) {
            throw new HttpException(400, "the content could not be read whole: " + e.getMessage());
        }
    }

    private static HttpException tooLarge() {
        return new HttpException(
                413, "the content has more than " + QueryImages.MAX_BYTES + " bytes; send a smaller image");
    }

    private static Reply failure(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof HttpException refusal) {
            return Reply.error(refusal.status(), refusal.getMessage());
        }
        // What the server itself finds wrong with a request, such as parameters that cannot be decoded.
        if (cause instanceof org.eclipse.jetty.http.HttpException malformed) {
            return Reply.error(malformed.getCode(), "the request is malformed: " + malformed.getReason());
        }
        if (cause instanceof OverloadedException) {
            return Reply.error(503, cause.getMessage());
        }
        LOG.warn("a request failed", cause);
        return Reply.error(500, "the server failed: " + cause.getMessage());
    }

    static void write(Reply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        for (HttpField field : SECURITY) {
            response.getHeaders().put(field);
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        if (reply.status() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }
}
