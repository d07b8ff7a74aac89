package org.odenet.core.nn;

/**
 * A parameter that a layer declares. Found by identity: two layers alike have two specifications each.
 */
public final class ParameterSpec {

    private final String name;
    private final long[] shape;
    private final Initializer initializer;

    /**
     * Declares a parameter.
     *
     * @param name its name in the layer, such as {@code weight}
     * @param initializer sets its first value
     * @param shape its shape
     */
    public ParameterSpec(String name, Initializer initializer, long... shape) {
        this.name = name;
        this.initializer = initializer;
        this.shape = shape.clone();
    }

    /**
     * The name in the layer.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The shape.
     *
     * @return a copy
     */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * The number of elements.
     *
     * @return the product of the shape
     */
    public long length() {
        long length = 1;
        for (long size : shape) {
            length = Math.multiplyExact(length, size);
        }
        return length;
    }

    /**
     * Sets the first value.
     *
     * @return the initializer
     */
    public Initializer initializer() {
        return initializer;
    }
}
