package org.odenet.models.serving;

/** A service has as many waiting queries as it may have. */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverloadedException(int waiting) {
        super("overloaded: " + waiting + " queries are waiting already, which is the limit; try again later");
    }
}
