package org.odenet.onednn;

/** The number of threads on which one kernel runs. */
final class ThreadCount {

    /** The system property that sets it; without it, the processors that the JVM may use. */
    static final String PROPERTY = "odenet.threads";

    private ThreadCount() {}

    static int configured() {
        return parse(System.getProperty(PROPERTY));
    }

    static int parse(String value) {
        if (value == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(value.strip());
            if (threads > 0) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number that is not positive.
        }
        throw new IllegalArgumentException("the system property " + PROPERTY + " is '" + value
                + "'; give a positive number of threads, or leave it out for all processors");
    }
}
