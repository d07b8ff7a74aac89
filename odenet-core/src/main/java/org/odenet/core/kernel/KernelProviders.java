package org.odenet.core.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects the kernels: of the providers on the classpath the one of the highest priority that runs on this machine, else
 * {@link Nd4jKernels}. The system property {@value #PROPERTY} chooses one by name.
 */
public final class KernelProviders {

    /** The system property that names the kernels to use. */
    public static final String PROPERTY = "odenet.kernels";

    private static final Logger LOG = LoggerFactory.getLogger(KernelProviders.class);

    private static Kernels selected;

    private KernelProviders() {}

    /**
     * The kernels of this process.
     *
     * @return always the same
     * @throws IllegalArgumentException if the system property names kernels that are not there
     * @throws IllegalStateException if the system property names kernels that do not run on this machine
     */
    public static synchronized Kernels select() {
        if (selected == null) {
            selected = select(System.getProperty(PROPERTY), found());
        }
        return selected;
    }

    private static List<KernelProvider> found() {
        List<KernelProvider> providers = new ArrayList<>();
        ServiceLoader.load(KernelProvider.class).forEach(providers::add);
        return providers;
    }

    /**
     * Selects kernels.
     *
     * @param wanted the name of the kernels, or null for the best
     * @param found the providers beside the fallback
     * @return the kernels
     */
    static Kernels select(String wanted, List<KernelProvider> found) {
        List<KernelProvider> providers = new ArrayList<>(found);
        providers.add(new Fallback());
        providers.sort(Comparator.comparingInt(KernelProvider::priority).reversed());
        return wanted == null ? best(providers) : named(wanted, providers);
    }

    private static Kernels best(List<KernelProvider> providers) {
        List<String> passedOver = new ArrayList<>();
        for (KernelProvider provider : providers) {
            try {
                Kernels kernels = provider.create();
                String others = passedOver.isEmpty() ? "" : "; not " + String.join("; not ", passedOver);
                LOG.info("kernels: {}, the fastest found that runs here{}", kernels.name(), others);
                return kernels;
            } catch (KernelsUnavailableException | LinkageError e) {
                passedOver.add(provider.name() + ": " + e.getMessage());
            }
        }
        throw new IllegalStateException("no kernels run on this machine: " + String.join("; ", passedOver));
    }

    private static Kernels named(String wanted, List<KernelProvider> providers) {
        for (KernelProvider provider : providers) {
            if (provider.name().equals(wanted)) {
                try {
                    Kernels kernels = provider.create();
                    LOG.info("kernels: {}, as the system property {} asks", kernels.name(), PROPERTY);
                    return kernels;
                } catch (KernelsUnavailableException | LinkageError e) {
                    throw new IllegalStateException(
                            "the system property " + PROPERTY + " asks for the kernels '" + wanted
                                    + "', which do not run on this machine: " + e.getMessage()
                                    + "; choose others or leave the property out",
                            e);
                }
            }
        }
        throw new IllegalArgumentException("the system property " + PROPERTY + " asks for the kernels '" + wanted
                + "'; there are "
                + providers.stream().map(KernelProvider::name).toList());
    }

    /** ND4J's kernels run wherever ND4J does. */
    private static final class Fallback implements KernelProvider {

        @Override
        public String name() {
            return "nd4j";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Kernels create() {
            return new Nd4jKernels();
        }
    }
}
