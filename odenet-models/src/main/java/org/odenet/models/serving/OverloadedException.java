package org.odenet.models.serving;

import java.time.Duration;

/** So many queries wait for a service, or for so long, that a further one would have to wait too long. */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverloadedException(int waiting, Duration oldest) {
        super("overloaded: %d queries are waiting, the first for %d ms; try again later"
                .formatted(waiting, oldest.toMillis()));
    }
}
