package org.odenet.core.kernel;

/** Offers kernels; found by {@link java.util.ServiceLoader}. It has a public constructor without arguments. */
public interface KernelProvider {

    /**
     * The name by which the kernels can be chosen.
     *
     * @return the name
     */
    String name();

    /**
     * Which provider serves if several can.
     *
     * @return the higher the better; the fallback on ND4J has 0
     */
    int priority();

    /**
     * Makes the kernels.
     *
     * @return the kernels
     * @throws KernelsUnavailableException if they do not run on this machine, with the reason
     */
    Kernels create() throws KernelsUnavailableException;
}
