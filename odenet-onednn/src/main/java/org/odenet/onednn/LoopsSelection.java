package org.odenet.onednn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the inner loops: with vector instructions where the JVM was started with {@code --add-modules
 * jdk.incubator.vector}, else such as the compiler turns into them as far as it can. The system property {@value
 * #PROPERTY} chooses by name.
 */
final class LoopsSelection {

    /** The system property that names the loops to use: {@code vector} or {@code scalar}. */
    static final String PROPERTY = "odenet.loops";

    private static final Logger LOG = LoggerFactory.getLogger(LoopsSelection.class);

    private static final String MODULE = "jdk.incubator.vector";

    private LoopsSelection() {}

    static Loops select() {
        return select(
                System.getProperty(PROPERTY),
                ModuleLayer.boot().findModule(MODULE).isPresent());
    }

    static Loops select(String wanted, boolean modulePresent) {
        if (wanted != null && !wanted.equals(ScalarLoops.NAME) && !wanted.equals("vector")) {
            throw new IllegalArgumentException("the system property " + PROPERTY + " is '" + wanted
                    + "'; it must be vector or scalar, or left out for the best");
        }
        if (ScalarLoops.NAME.equals(wanted)) {
            LOG.info("loops: scalar, as the system property {} asks", PROPERTY);
            return new ScalarLoops();
        }
        String missing = "the module " + MODULE + " is not there; start the JVM with --add-modules " + MODULE;
        if (!modulePresent) {
            if (wanted != null) {
                throw new IllegalStateException(
                        "the system property " + PROPERTY + " asks for the vector loops, but " + missing);
            }
            LOG.info("loops: scalar; {} for faster ones", missing);
            return new ScalarLoops();
        }
        try {
            Loops loops = new VectorLoops();
            LOG.info("loops: {}", loops.name());
            return loops;
        } catch (LinkageError e) {
            LOG.info("loops: scalar; the vector loops do not run on this JVM: {}", e.toString());
            return new ScalarLoops();
        }
    }
}
