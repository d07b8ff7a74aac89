package org.odenet.models;

import java.util.Map;
import java.util.TreeMap;
import org.odenet.core.lookup.NameLookup;

/** How a network comes from the image to the state that its blocks work on. */
public enum Downsampling {
    /** A 3×3 convolution without padding, then two residual blocks of stride 2. */
    RESIDUAL("residual"),
    /** A 3×3 convolution without padding, then two 4×4 convolutions of stride 2, with group norm and ReLU between. */
    CONVOLUTION("convolution"),
    /** One 4×4 convolution of stride 2. */
    ONE_SHOT("one-shot");

    private static final Map<String, Downsampling> BY_NAME = new TreeMap<>();

    static {
        for (Downsampling downsampling : values()) {
            BY_NAME.put(downsampling.label, downsampling);
        }
    }

    private final String label;

    Downsampling(String label) {
        this.label = label;
    }

    /**
     * The name in options and files.
     *
     * @return the name, such as {@code one-shot}
     */
    public String label() {
        return label;
    }

    /**
     * Finds a downsampling.
     *
     * @param name its {@link #label}
     * @return the downsampling
     * @throws IllegalArgumentException if there is none of this name; the message names the nearest
     */
    public static Downsampling byName(String name) {
        return NameLookup.find("downsampling", name, BY_NAME);
    }
}
