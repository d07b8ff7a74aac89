package org.odenet.models;

import java.util.Map;
import java.util.TreeMap;
import org.odenet.core.lookup.NameLookup;

/** The networks of Carrara et al. 2020, "Continuous ODE-defined Image Features for Adaptive Retrieval", table 1. */
public enum Architecture {
    /** Downsampling, six residual blocks, classifier. */
    RES_NET("resnet", Downsampling.RESIDUAL),
    /** Downsampling by residual blocks or convolutions, an ODE block, classifier. */
    RES_ODE("res-ode", Downsampling.RESIDUAL),
    /** Downsampling by a single convolution, an ODE block, classifier. */
    ODE_ONLY("ode-only", Downsampling.ONE_SHOT);

    private static final Map<String, Architecture> BY_NAME = new TreeMap<>();

    static {
        for (Architecture architecture : values()) {
            BY_NAME.put(architecture.label, architecture);
        }
    }

    private final String label;
    private final Downsampling usualDownsampling;

    Architecture(String label, Downsampling usualDownsampling) {
        this.label = label;
        this.usualDownsampling = usualDownsampling;
    }

    /**
     * The name in options and files.
     *
     * @return the name, such as {@code res-ode}
     */
    public String label() {
        return label;
    }

    /**
     * The downsampling that the paper gives this network first.
     *
     * @return the downsampling
     */
    public Downsampling usualDownsampling() {
        return usualDownsampling;
    }

    /**
     * Finds an architecture.
     *
     * @param name its {@link #label}
     * @return the architecture
     * @throws IllegalArgumentException if there is none of this name; the message names the nearest
     */
    public static Architecture byName(String name) {
        return NameLookup.find("model", name, BY_NAME);
    }
}
