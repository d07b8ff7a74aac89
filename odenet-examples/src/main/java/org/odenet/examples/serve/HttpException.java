package org.odenet.examples.serve;

/** What is wrong with a request, told to the client. */
final class HttpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
